import type { FhirJson, FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { separateText } from '#shared/language/separate-text.ts'
import type { MeasureChunk } from './measure-chunk.ts'
import { constants, tagBits, tagMask, valueTag } from './value-tag.ts'

/** Reads the values of a chunk. Values that are held once are made once, so they are the same object wherever they occur. */
export class ValueReader {
  readonly #words: Int32Array
  readonly #shapes: MeasureChunk['shapes']
  readonly #text: string
  readonly #textEnds: Uint32Array
  readonly #texts: readonly string[]
  readonly #numbers: Float64Array
  readonly #interned: Int32Array
  readonly #made: (FhirJson | undefined)[]

  constructor(chunk: MeasureChunk) {
    this.#words = chunk.words
    this.#shapes = chunk.shapes
    // One text of which all others are parts: making a part copies nothing.
    this.#text = new TextDecoder().decode(chunk.text)
    this.#textEnds = chunk.textEnds
    this.#texts = chunk.texts
    this.#numbers = chunk.numbers
    this.#interned = chunk.interned
    this.#made = new Array<FhirJson | undefined>(chunk.interned.length).fill(undefined)
  }

  /** The value of a word. */
  read(word: number): FhirJson {
    const index = word >> tagBits
    switch (word & tagMask) {
      case valueTag.interned:
        return (this.#made[index] ??= this.#make(this.#interned[index]!))
      case valueTag.integer:
        return index
      case valueTag.ascii:
        return this.#text.substring(index === 0 ? 0 : this.#textEnds[index - 1]!, this.#textEnds[index])
      case valueTag.node:
        return this.#node(index)
      case valueTag.text:
        return this.#texts[index]!
      case valueTag.number:
        return this.#numbers[index]!
      default:
        return constants[index]!
    }
  }

  /** A value that is held once. Systems, codes and units outlive the chunk where somebody remembers them, so they are no part of its text. */
  #make(word: number): FhirJson {
    const value = this.read(word)
    return typeof value === 'string' ? separateText(value) : value
  }

  /** The object at a place in the words. */
  object(index: number): FhirObject {
    const names = this.#shapes[this.#words[index]! >> 1]!
    const object: Record<string, FhirJson> = {}
    for (let i = 0; i < names.length; i++) object[names[i]!] = this.read(this.#words[index + 1 + i]!)
    return object
  }

  #node(index: number): FhirJson {
    const head = this.#words[index]!
    if ((head & 1) === 0) return this.object(index)
    const list: FhirJson[] = []
    for (let i = 0; i < head >> 1; i++) list.push(this.read(this.#words[index + 1 + i]!))
    return list
  }
}
