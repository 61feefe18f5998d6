/** What a brush is drawn over. */
export interface BrushParts {
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
  readonly #parts: BrushParts
  /** Place of the value that the keyboard is at. */
  #active = $state(0)
  /** Where a stretch began. */
  #anchor: number | undefined

  constructor(parts: BrushParts) {
    this.#parts = parts
  }

  get active(): number {
    return this.#active
  }

  press(event: PointerEvent, at: number): void {
    // Nothing is marked as text, and keys go on where the press was.
    event.preventDefault()
    if (event.currentTarget instanceof HTMLElement)
      event.currentTarget.closest<HTMLElement>('[role="listbox"]')?.focus({ preventScroll: true })
    this.#active = at
    this.#anchor = at
    const code = this.#parts.shown()[at]
    if (code === undefined) return
    const chosen = this.#parts.chosen()
    if (!this.#parts.ranges() || event.ctrlKey || event.metaKey) this.#toggle(code)
    else if (chosen.length === 1 && chosen[0] === code) this.#parts.choose([])
    else this.#parts.choose([code])
  }

  enter(event: PointerEvent, at: number): void {
    if (!this.#parts.ranges() || this.#anchor === undefined || event.buttons !== 1) return
    this.#active = at
    this.#stretch(this.#anchor, at)
  }

  release(): void {
    this.#anchor = undefined
  }

  key(event: KeyboardEvent): void {
    const shown = this.#parts.shown()
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const code = shown[this.#active]
    if (step !== undefined || event.key === 'Home' || event.key === 'End') {
      if (event.shiftKey) this.#anchor ??= this.#active
      else this.#anchor = undefined
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? shown.length - 1 : this.#active + (step ?? 0)
      this.#active = Math.max(0, Math.min(shown.length - 1, next))
      if (this.#anchor !== undefined) this.#stretch(this.#anchor, this.#active)
    } else if ((event.key === ' ' || event.key === 'Enter') && code !== undefined) this.#toggle(code)
    else if (event.key === 'Escape' && this.#parts.chosen().length > 0) {
      event.stopPropagation()
      this.#parts.choose([])
    } else return
    event.preventDefault()
  }

  #toggle(code: number): void {
    const chosen = this.#parts.chosen()
    this.#parts.choose(chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code])
  }

  #stretch(from: number, to: number): void {
    this.#parts.choose(this.#parts.shown().slice(Math.min(from, to), Math.max(from, to) + 1))
  }
}
