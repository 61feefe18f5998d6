import { Countdowns } from './countdowns.ts'

/** A short message about something that happened. Never holds data of a person. */
export interface Toast {
  readonly id: number
  /** `partial`: done, and something is left to look at. */
  readonly kind: 'done' | 'partial' | 'cancelled' | 'failed'
  readonly text: string
  readonly action: { readonly label: string; readonly run: () => void } | undefined
}

const SHOWN_MS = 8_000
/** With something to take back or to look at there is more to decide. */
const SHOWN_WITH_ACTION_MS = 30_000

/** Messages in a corner of the sheet. The time of each stops while the pointer or the focus is on it. */
export class Toasts {
  #items = $state.raw<readonly Toast[]>([])
  #next = 1
  readonly #countdowns = new Countdowns()

  get items(): readonly Toast[] {
    return this.#items
  }

  show(
    text: string,
    options: { readonly kind?: Toast['kind']; readonly action?: NonNullable<Toast['action']> } = {}
  ): void {
    const id = this.#next++
    this.#items = [...this.#items.slice(-2), { id, text, kind: options.kind ?? 'done', action: options.action }]
    this.release(id)
  }

  /** Keeps a message while somebody reads or reaches for it. */
  hold(id: number): void {
    this.#countdowns.stop(id)
  }

  /** Lets the time of a message run (again). */
  release(id: number): void {
    const toast = this.#items.find((each) => each.id === id)
    if (toast === undefined) return
    const time = toast.action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS
    this.#countdowns.start(id, time, () => this.dismiss(id))
  }

  dismiss(id: number): void {
    this.hold(id)
    this.#items = this.#items.filter((toast) => toast.id !== id)
  }
}
