import type { RowSelector } from '#engine/base/figures/filter.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import type { Access } from '../session/access.svelte.ts'
import { FocusReturn } from './focus-return.ts'

/** Rows that the drawer at the side shows. */
export interface OpenRows {
  readonly title: string
  readonly subtitle: string
  readonly selector: RowSelector
}

/** Dependencies of {@link RowsDrawerState}. */
export interface RowsDependencies {
  readonly access: Pick<Access, 'refusal'>
  readonly toasts: Pick<Toasts, 'show'>
}

/** Opens what a figure counted. One drawer for the whole program. */
export class RowsDrawerState {
  readonly #dependencies: RowsDependencies
  #open = $state.raw<OpenRows | undefined>()
  readonly #opener = new FocusReturn()

  constructor(dependencies: RowsDependencies) {
    this.#dependencies = dependencies
  }

  get open(): OpenRows | undefined {
    return this.#open
  }

  /**
   * Where the role includes no rows, a message says so.
   * @param subtitle e.g. the definition's title; the count is added by the drawer
   */
  show(title: string, selector: RowSelector, subtitle = ''): void {
    const refusal = this.#dependencies.access.refusal('people')
    if (refusal !== undefined) {
      this.#dependencies.toasts.show(refusal, { kind: 'failed' })
      return
    }
    this.#opener.remember()
    this.#open = { title, subtitle, selector }
  }

  /** Closes the drawer and gives the focus back to where it was opened. */
  close(): void {
    this.#open = undefined
    this.#opener.giveBack()
  }
}
