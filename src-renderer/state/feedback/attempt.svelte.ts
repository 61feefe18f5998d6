import { toWireError, type WireError } from '#shared/app-error.ts'

/** Something that a person asks for on a form: whether it runs, and why it failed the last time. */
export class Attempt {
  #busy = $state(false)
  #error = $state.raw<WireError | undefined>()

  get busy(): boolean {
    return this.#busy
  }

  /** Why the last one came to nothing. */
  get error(): WireError | undefined {
    return this.#error
  }

  /** Forgets the failure, because what was typed has changed. */
  clear(): void {
    this.#error = undefined
  }

  /**
   * Runs one thing at a time; a second call while the first one runs does nothing.
   * @returns what came of it, or `undefined` when it failed or another one runs
   */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#busy) return undefined
    this.#busy = true
    this.#error = undefined
    try {
      return await work()
    } catch (error) {
      this.#error = toWireError(error)
      return undefined
    } finally {
      this.#busy = false
    }
  }
}
