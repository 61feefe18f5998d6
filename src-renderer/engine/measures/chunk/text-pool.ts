import { detachBuffer, movedInto } from '#shared/detach-buffer.ts'
import { growableUint32 } from '../../store/model/growable.ts'

/** Texts of ASCII characters, one after the other. */
export class TextPool {
  #bytes = new Uint8Array(4096)
  #length = 0
  readonly #ends = growableUint32()

  /** Adds a text. @returns its index; -1, and nothing is added, when it has other characters */
  add(text: string): number {
    const end = this.#length + text.length
    if (end > this.#bytes.length)
      this.#bytes = movedInto(new Uint8Array(2 * this.#bytes.length + text.length), this.#bytes)
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

  /** Takes out all texts. The pool cannot be used any more. */
  finish(): { readonly text: Uint8Array; readonly textEnds: Uint32Array } {
    const text = this.#bytes.slice(0, this.#length)
    detachBuffer(this.#bytes)
    return { text, textEnds: this.#ends.take() }
  }
}
