import { growableUint32 } from '../../store/model/growable.ts'

/** Texts of ASCII characters, one after the other. */
export class TextPool {
  #bytes = new Uint8Array(4096)
  #length = 0
  readonly #ends = growableUint32()

  /** Adds a text. @returns its index; -1, and nothing is added, when it has other characters */
  add(text: string): number {
    const end = this.#length + text.length
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length + text.length)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    const bytes = this.#bytes
    for (let i = 0, index = this.#length; i < text.length; i++, index++) {
      const code = text.charCodeAt(i)
      if (code > 127) return -1
      bytes[index] = code
    }
    this.#length = end
    this.#ends.push(end)
    return this.#ends.length - 1
  }

  /** Takes out all texts. */
  finish(): { readonly text: Uint8Array; readonly textEnds: Uint32Array } {
    return { text: this.#bytes.slice(0, this.#length), textEnds: this.#ends.take() }
  }
}
