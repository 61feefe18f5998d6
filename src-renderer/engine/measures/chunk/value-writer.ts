import { detachBuffer, movedInto } from '#shared/detach-buffer.ts'
import type { FhirJson, FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { growableFloat64, growableInt32 } from '../../store/model/growable.ts'
import { NodeTable } from './node-table.ts'
import { ShapeTable } from './shape-table.ts'
import { TextPool } from './text-pool.ts'
import { tagBits, tagMask, valueTag } from './value-tag.ts'

/** Values of a kind that are held once; beyond, equal values are written again. */
const internLimit = 500_000

/** Texts longer than this are hardly repeated. */
const longText = 160

const largestInteger = 2 ** 28

/** Texts that were written lately are found again: records that lie next to each other name the same patient and days. */
const recentTexts = 4096

/** Members whose texts are different in most records. */
const unique: ReadonlySet<string> = new Set(['id', 'reference', 'fullUrl', 'versionId'])

/** A date with a day, which is different in most records, too. */
function isDate(text: string): boolean {
  return text.length >= 10 && text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45 && text.charCodeAt(0) <= 57
}

/** Whether a word stands for a value that is held once, so that equal values have equal words. */
function isHeldOnce(word: number): boolean {
  const tag = word & tagMask
  return tag === valueTag.interned || tag === valueTag.integer || tag === valueTag.constant
}

/** Writes JSON values as words; those that are likely to occur again are held once, and so have equal words. */
export class ValueWriter {
  #words = new Int32Array(4096)
  #length = 0
  /** Words of the nodes that are being put together, one after the other. */
  #parts = new Int32Array(256)
  #partsLength = 0
  readonly #numbers = growableFloat64()
  readonly #interned = growableInt32()
  readonly #texts: string[] = []
  readonly #pool = new TextPool()
  readonly #shapes = new ShapeTable()
  readonly #nodes = new NodeTable()
  /** Word of each entry of the node table. */
  readonly #nodeWords: number[] = []
  readonly #byText = new Map<string, number>()
  readonly #byNumber = new Map<number, number>()
  #recent = new Map<string, number>()

  /** @param once hold the value once whatever it is made of, so that equal values have equal words */
  write(value: FhirJson | undefined, name = '', once = false): number {
    switch (typeof value) {
      case 'string':
        if (once || !(unique.has(name) || value.length > longText || isDate(value))) return this.#internText(value)
        return this.#recentText(value)
      case 'number':
        return this.#writeNumber(value)
      case 'boolean':
        return ((value ? 1 : 2) << tagBits) | valueTag.constant
      case 'object':
        if (value === null) return valueTag.constant
        return Array.isArray(value)
          ? this.#writeList(value as readonly FhirJson[], name, once)
          : this.#writeObject(value as FhirObject, once)
      default:
        return valueTag.constant
    }
  }

  /**
   * Writes the members of an object that are kept, as an object that is not held once.
   * @param words receives the word of each kept member that is asked for, by name
   * @returns its place in the words
   */
  record(object: FhirObject, keeps: (name: string) => boolean, words: Map<string, number>): number {
    const start = this.#partsLength
    const names: string[] = []
    this.#part(0)
    for (const name in object) {
      if (!keeps(name)) continue
      const word = this.write(object[name], name)
      names.push(name)
      this.#part(word)
      if (words.has(name)) words.set(name, word)
    }
    this.#parts[start] = this.#shapes.of(names) << 1
    return this.#append(start)
  }

  /** The word of a value that is held once, whatever it is made of: its own, or that of a copy. */
  once(word: number, value: FhirJson | undefined): number {
    return isHeldOnce(word) ? word : this.write(value, '', true)
  }

  #part(word: number): void {
    if (this.#partsLength === this.#parts.length)
      this.#parts = movedInto(new Int32Array(2 * this.#parts.length), this.#parts)
    this.#parts[this.#partsLength++] = word
  }

  #writeObject(object: FhirObject, once: boolean): number {
    const start = this.#partsLength
    const names: string[] = []
    this.#part(0)
    for (const name in object) {
      names.push(name)
      this.#part(this.write(object[name], name, once))
    }
    this.#parts[start] = this.#shapes.of(names) << 1
    return this.#node(start)
  }

  #writeList(list: readonly FhirJson[], name: string, once: boolean): number {
    const start = this.#partsLength
    this.#part((list.length << 1) | 1)
    for (const item of list) this.#part(this.write(item, name, once))
    return this.#node(start)
  }

  /** Writes the node whose words begin at `start` of the parts; one of which all parts are held once is itself. */
  #node(start: number): number {
    let isInterned = this.#nodeWords.length < internLimit
    for (let i = start + 1; i < this.#partsLength && isInterned; i++) isInterned = isHeldOnce(this.#parts[i]!)
    if (!isInterned) return (this.#append(start) << tagBits) | valueTag.node
    const parts = this.#parts.subarray(start, this.#partsLength)
    const entry = this.#nodes.find(this.#words, parts, parts.length)
    if (entry >= 0) {
      this.#partsLength = start
      return this.#nodeWords[entry]!
    }
    const position = this.#append(start)
    this.#nodes.add(parts, parts.length, position)
    const word = this.#hold((position << tagBits) | valueTag.node)
    this.#nodeWords.push(word)
    return word
  }

  /** Moves the words from `start` of the parts on to the end of all words. @returns their place */
  #append(start: number): number {
    const count = this.#partsLength - start
    const position = this.#length
    if (position + count > this.#words.length)
      this.#words = movedInto(new Int32Array(Math.max(2 * this.#words.length, position + count)), this.#words)
    for (let i = 0; i < count; i++) this.#words[position + i] = this.#parts[start + i]!
    this.#length = position + count
    this.#partsLength = start
    return position
  }

  #hold(word: number): number {
    this.#interned.push(word)
    return ((this.#interned.length - 1) << tagBits) | valueTag.interned
  }

  #writeNumber(value: number): number {
    if (Number.isInteger(value) && Math.abs(value) < largestInteger && !Object.is(value, -0)) {
      return (value << tagBits) | valueTag.integer
    }
    const known = this.#byNumber.get(value)
    if (known !== undefined) return known
    this.#numbers.push(value)
    const word = ((this.#numbers.length - 1) << tagBits) | valueTag.number
    if (this.#byNumber.size >= internLimit) return word
    const interned = this.#hold(word)
    this.#byNumber.set(value, interned)
    return interned
  }

  #internText(text: string): number {
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    const word = this.#writeText(text)
    if (this.#byText.size >= internLimit) return word
    const interned = this.#hold(word)
    this.#byText.set(text, interned)
    return interned
  }

  #recentText(text: string): number {
    let word = this.#recent.get(text)
    if (word === undefined) {
      word = this.#writeText(text)
      if (this.#recent.size >= recentTexts) this.#recent = new Map()
      this.#recent.set(text, word)
    }
    return word
  }

  #writeText(text: string): number {
    const index = this.#pool.add(text)
    if (index >= 0) return (index << tagBits) | valueTag.ascii
    return ((this.#texts.push(text) - 1) << tagBits) | valueTag.text
  }

  /** Takes out all that was written. The writer cannot be used any more. */
  finish() {
    const words = this.#words.slice(0, this.#length)
    detachBuffer(this.#words)
    this.#nodes.release()
    return {
      words,
      shapes: this.#shapes.shapes,
      ...this.#pool.finish(),
      texts: this.#texts,
      numbers: this.#numbers.take(),
      interned: this.#interned.take()
    }
  }
}
