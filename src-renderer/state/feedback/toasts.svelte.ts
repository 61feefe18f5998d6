/** A short message about something that happened. Never holds data of a person. */
export interface Toast {
  /** `partial`: done, and something is left to look at. */
  readonly kind: 'done' | 'partial' | 'cancelled' | 'failed'
  readonly text: string
  readonly action: { readonly label: string; readonly run: () => void } | undefined
  /** What the action leads to is as near without it, so that the message need not wait for anybody. */
  readonly isShort: boolean
  /** Id of what the message is about; {@link Toasts.withdraw} takes it away by that. */
  readonly about: string | undefined
}

const SHOWN_MS = 8_000
/** With something to take back or to look at there is more to decide. */
const SHOWN_WITH_ACTION_MS = 30_000
/** After so long a sentence was read. */
const READ_MS = 2_000

/**
 * Messages about what happened, of which the latest is shown and the others wait below it, so that they never cover more than
 * one of them needs. Only the time of the one shown runs, and it stops while the pointer or the focus is on it. Another message
 * takes the place of one that says that something is done, and that was read: what it says may no longer hold when it would
 * come again.
 */
export class Toasts {
  #items = $state.raw<readonly Toast[]>([])
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When the message shown came to the screen, in milliseconds since 1970. */
  #shownAt = 0

  /** Those not dismissed yet, at most three, the oldest first. */
  get items(): readonly Toast[] {
    return this.#items
  }

  /** The latest, which is on the screen. */
  get shown(): Toast | undefined {
    return this.#items.at(-1)
  }

  show(
    text: string,
    {
      kind = 'done',
      action,
      isShort = action === undefined,
      about
    }: {
      readonly kind?: Toast['kind']
      readonly action?: NonNullable<Toast['action']>
      readonly isShort?: boolean
      readonly about?: string | undefined
    } = {}
  ): void {
    this.hold()
    const waiting = this.#isRead() ? this.#items.slice(0, -1) : this.#items
    this.#items = [...waiting.slice(-2), { text, kind, action, isShort, about }]
    this.#begin()
  }

  /** Keeps the message shown while somebody reads or reaches for it. */
  hold(): void {
    clearTimeout(this.#timer)
  }

  /** Lets the time of the message shown run (again). */
  release(): void {
    this.hold()
    const { shown } = this
    if (shown === undefined) return
    this.#timer = setTimeout(() => this.dismiss(), shown.isShort ? SHOWN_MS : SHOWN_WITH_ACTION_MS)
  }

  /** Takes the message shown away; the one that waited below it is shown, for all of its time. */
  dismiss(): void {
    this.hold()
    this.#items = this.#items.slice(0, -1)
    this.#begin()
  }

  /** Takes away all messages about something of which what they say does not hold any more. */
  withdraw(about: string): void {
    const { shown } = this
    this.#items = this.#items.filter((item) => item.about !== about)
    if (this.shown === shown) return
    this.hold()
    this.#begin()
  }

  /** Does what the message shown offers, after which it is gone. */
  act(): void {
    const action = this.shown?.action
    this.dismiss()
    action?.run()
  }
  #begin(): void {
    this.#shownAt = Date.now()
    this.release()
  }

  /** Whether the message shown has nothing more to say. */
  #isRead(): boolean {
    const { shown } = this
    return shown?.kind === 'done' && shown.isShort && Date.now() - this.#shownAt >= READ_MS
  }
}
