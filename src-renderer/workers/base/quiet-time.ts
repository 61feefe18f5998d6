/** So long nothing may have been asked, in milliseconds: longer than the pauses of somebody who drags something. */
const QUIET_MS = 500
/** Work in the background goes on after so many milliseconds all the same, */
const WAIT_MS = { min: 3000, max: 60_000 }
/** and after so many times what its last step took: while somebody works, it takes a tenth of the time. */
const WAIT_PER_STEP = 10

/** Tells work in the background when a worker has nothing else to do: a step that has begun delays what is asked meanwhile. */
export class QuietTime {
  #lastAsked = Number.NEGATIVE_INFINITY
  /** When the step under way began. */
  #began: number | undefined

  /** The methods of an API, each of which counts as asked when it is called and when it has answered. */
  noting<A extends object>(api: A): A {
    const noted = (call: (...args: unknown[]) => unknown) => {
      return async (...args: unknown[]): Promise<unknown> => {
        this.#note()
        try {
          return await call(...args)
        } finally {
          this.#note()
        }
      }
    }
    return Object.fromEntries(
      Object.entries(api).map(([name, call]) => [name, noted(call as (...args: unknown[]) => unknown)])
    ) as A
  }

  /** Resolves after the messages that have come meanwhile, and when nothing has been asked for a while. */
  async wait(): Promise<void> {
    const now = performance.now()
    const step = now - (this.#began ?? now)
    const end = now + Math.min(Math.max(WAIT_MS.min, WAIT_PER_STEP * step), WAIT_MS.max)
    let rest = 0
    do {
      await new Promise((resolve) => setTimeout(resolve, rest))
      rest = Math.min(this.#lastAsked + QUIET_MS, end) - performance.now()
    } while (rest > 0)
    this.#began = performance.now()
  }

  #note(): void {
    this.#lastAsked = performance.now()
  }
}
