/** Entries of the history whose places are remembered. */
const MAX_ENTRIES = 100

/** What is remembered of a list: in memory only, because what was searched may name people. */
export interface ListPlace {
  readonly search: string
  /** Distance that it was scrolled, in CSS pixels. */
  readonly top: number
  /** Row where the keyboard was. */
  readonly active: number
}

interface Remembered<T> {
  readonly generation: number
  readonly value: T
}

/** Where somebody was on a screen at each entry of the history, so that Back leads to the same place. */
export class ScreenMemory<T extends ListPlace> {
  readonly #entries = new Map<number, Remembered<T>>()

  /**
   * @param entry number of the entry of the history
   * @param generation of the data: in other data the same place shows other rows
   */
  recall(entry: number, generation: number): T | undefined {
    const found = this.#entries.get(entry)
    return found?.generation === generation ? found.value : undefined
  }

  remember(entry: number, generation: number, value: T): void {
    this.#entries.delete(entry)
    this.#entries.set(entry, { generation, value })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > MAX_ENTRIES && oldest !== undefined) this.#entries.delete(oldest)
  }

  /** Forgets everything, because the data were closed or locked. */
  clear(): void {
    this.#entries.clear()
  }
}
