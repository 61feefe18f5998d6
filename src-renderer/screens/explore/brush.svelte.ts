/** What a brush is drawn over. */
export interface BrushOptions {
  /** Codes in the order in which they stand. */
  shown(): readonly number[]
  chosen(): readonly number[]
  /** A press chooses one value and a drag a stretch of them; otherwise each press adds or removes one. */
  ranges(): boolean
  choose(codes: readonly number[]): void
}

/**
 * Chooses values of a chart. A press or drag chooses; by keyboard arrows move, Space chooses, Shift with arrows chooses a
 * stretch, Escape clears.
 */
export class Brush {
  readonly #options: BrushOptions
  /** Place of the value that the keyboard is at. */
  #active = $state(0)
  /** Where a stretch began. */
  #anchor: number | undefined

  constructor(options: BrushOptions) {
    this.#options = options
  }

  get active(): number {
    return this.#active
  }

  press(event: PointerEvent, index: number): void {
    // Nothing is marked as text, and keys go on where the press was.
    event.preventDefault()
    if (event.currentTarget instanceof HTMLElement)
      event.currentTarget.closest<HTMLElement>('[role="listbox"]')?.focus({ preventScroll: true })
    this.#active = index
    this.#anchor = index
    const code = this.#options.shown()[index]
    if (code === undefined) return
    const chosen = this.#options.chosen()
    if (!this.#options.ranges() || event.ctrlKey || event.metaKey) this.#toggle(code)
    else if (chosen.length === 1 && chosen[0] === code) this.#options.choose([])
    else this.#options.choose([code])
  }

  enter(event: PointerEvent, position: number): void {
    if (!this.#options.ranges() || this.#anchor === undefined || event.buttons !== 1) return
    this.#active = position
    this.#stretch(this.#anchor, position)
  }

  release(): void {
    this.#anchor = undefined
  }

  key(event: KeyboardEvent): void {
    const shown = this.#options.shown()
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const code = shown[this.#active]
    if (step !== undefined || event.key === 'Home' || event.key === 'End') {
      if (event.shiftKey) this.#anchor ??= this.#active
      else this.#anchor = undefined
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? shown.length - 1 : this.#active + (step ?? 0)
      this.#active = Math.max(0, Math.min(shown.length - 1, next))
      if (this.#anchor !== undefined) this.#stretch(this.#anchor, this.#active)
    } else if ((event.key === ' ' || event.key === 'Enter') && code !== undefined) this.#toggle(code)
    else if (event.key === 'Escape' && this.#options.chosen().length > 0) {
      event.stopPropagation()
      this.#options.choose([])
    } else return
    event.preventDefault()
  }

  #toggle(code: number): void {
    const chosen = this.#options.chosen()
    this.#options.choose(chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code])
  }

  #stretch(from: number, to: number): void {
    this.#options.choose(this.#options.shown().slice(Math.min(from, to), Math.max(from, to) + 1))
  }
}
