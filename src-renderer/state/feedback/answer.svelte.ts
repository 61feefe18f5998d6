import { toWireError, type WireError } from '#shared/app-error.ts'

/** What a screen asks the services for when it opens, and again when something has changed: the last answer, and why there is none. */
export class Answer<T> {
  #value = $state.raw<T | undefined>()
  #error = $state.raw<WireError | undefined>()
  #asked = 0

  /** What was answered last; undefined before the first answer. It stays where a later question fails. */
  get value(): T | undefined {
    return this.#value
  }

  /** Why the last question has no answer. */
  get error(): WireError | undefined {
    return this.#error
  }

  /** Asks. What comes after a later question was asked is left out. */
  async ask(question: () => Promise<T>): Promise<void> {
    const number = ++this.#asked
    try {
      const value = await question()
      if (number !== this.#asked) return
      this.#value = value
      this.#error = undefined
    } catch (error) {
      if (number === this.#asked) this.#error = toWireError(error)
    }
  }
}
