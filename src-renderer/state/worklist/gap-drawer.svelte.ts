import { FocusReturn } from '../navigation/focus-return.ts'
import type { ListPlace } from '../navigation/screen-memory.ts'

/** A gap that the drawer at the side shows. */
export interface OpenGap {
  /** Number of the row in the whole list: see `WorklistRow.entry`. */
  readonly entry: number
  readonly patient: number
  /** Key of the rate. */
  readonly rate: string
  /** Steps to the gap before and behind in the list that it was opened from. */
  readonly step: ((by: 1 | -1) => void) | undefined
}

/** Where somebody was on the Care gaps screen: also which gap was open, and in which row of the list. */
export interface GapsPlace extends ListPlace {
  readonly open: { readonly gap: Pick<OpenGap, 'entry' | 'patient' | 'rate'>; readonly index: number } | undefined
}

/** Opens why a person has a gap, and what was done about it. One drawer for the whole program. */
export class GapDrawerState {
  #open = $state.raw<OpenGap | undefined>()
  readonly #opener = new FocusReturn()

  get open(): OpenGap | undefined {
    return this.#open
  }

  show(gap: OpenGap): void {
    if (this.#open === undefined) this.#opener.remember()
    this.#open = gap
  }

  /** Closes the drawer, where it is open, and gives the focus back to where it was opened. */
  close(): void {
    if (this.#open === undefined) return
    this.#open = undefined
    this.#opener.giveBack()
  }
}
