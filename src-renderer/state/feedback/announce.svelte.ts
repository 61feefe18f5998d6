/** Sentences for screen readers. Polite and rare. */
export class Announcer {
  #text = $state('')

  /** What the live region holds. */
  get text(): string {
    return this.#text
  }

  /** Says a sentence; saying the same one again is heard again. */
  say(sentence: string): void {
    this.#text = sentence === this.#text ? `${sentence}\u00a0` : sentence
  }
}
