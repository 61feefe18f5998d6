/** One running timer for each key. */
export class Countdowns {
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()

  /** Starts the time of `key` afresh. */
  start(key: number, milliseconds: number, then: () => void): void {
    this.stop(key)
    this.#timers.set(key, setTimeout(then, milliseconds))
  }

  stop(key: number): void {
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
  }
}
