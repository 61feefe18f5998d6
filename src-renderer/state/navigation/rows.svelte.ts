import type { RowSelector } from '#engine/base/figures/filter.ts'
import { FocusReturn } from './focus-return.ts'

/** Rows that the drawer at the side shows. */
export interface OpenRows {
  readonly title: string
  readonly subtitle: string
  readonly selector: RowSelector
}

/** Opens what a figure counted. One drawer for the whole program. */
export class RowsDrawerState {
  readonly #mayOpen: () => boolean
  #open = $state.raw<OpenRows | undefined>()
  readonly #opener = new FocusReturn()

  /** @param mayOpen whether the role opens rows at all; it says why not */
  constructor(mayOpen: () => boolean) {
    this.#mayOpen = mayOpen
  }

  get open(): OpenRows | undefined {
    return this.#open
  }

  /** @param subtitle e.g. the definition's title; the count is added by the drawer */
  show(title: string, selector: RowSelector, subtitle = ''): void {
    if (!this.#mayOpen()) return
    this.#opener.remember()
    this.#open = { title, subtitle, selector }
  }

  /** Closes the drawer, where it is open, and gives the focus back to where it was opened. */
  close(): void {
    if (this.#open === undefined) return
    this.#open = undefined
    this.#opener.giveBack()
  }
}
