/** Keeps the answers asked for last. A failed answer is forgotten, so that asking again tries again. */
export class ResultCache {
  readonly #limit: number
  readonly #answers = new Map<string, Promise<unknown>>()

  /** @param limit how many answers to keep */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** The kept answer of `key`, or the one that `ask` gives. The type of an answer belongs to its key. */
  get<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const cached = this.#answers.get(key) as Promise<T> | undefined
    const answer = cached ?? ask()
    // Whoever asked hears of the failure; the next one asks again.
    if (cached === undefined) void answer.catch(() => this.#answers.delete(key))
    this.#answers.delete(key)
    this.#answers.set(key, answer)
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#limit) break
      this.#answers.delete(oldest)
    }
    return answer
  }

  clear(): void {
    this.#answers.clear()
  }
}
