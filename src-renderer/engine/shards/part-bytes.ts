import { detachBuffer, movedInto } from '#shared/detach-buffer.ts'

/**
 * Parts of shards as bytes, so that threads can exchange them through shared memory without giving up control, which messages
 * would ask for. Plain values, lists, maps, sets, plain objects and typed arrays; numbers keep all of their bits.
 */
const tags = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  integer: 4,
  number: 5,
  text: 6,
  list: 7,
  map: 8,
  set: 9,
  object: 10,
  /** As parts were written that a snapshot may still have. */
  unaligned: 11,
  texts: 12,
  array: 13
} as const

/** Arrays begin at multiples of so many bytes, so that they need not be copied to be read. */
const ALIGNMENT = 8

const arrayTypes = [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float64Array] as const

/** Memory that a writer begins with. */
const FIRST_BYTES = 1 << 16

/** Turns parts into bytes, again and again in the same memory. */
export class ShardPartWriter {
  #bytes = new Uint8Array(FIRST_BYTES)
  #view = new DataView(this.#bytes.buffer)
  #length = 0
  readonly #encoder = new TextEncoder()

  /** @returns the bytes, which hold until the next call */
  write(value: unknown): Uint8Array {
    this.#length = 0
    this.#value(value)
    return this.#bytes.subarray(0, this.#length)
  }

  /** Frees what large parts took. The bytes of the last one hold no more. */
  release(): void {
    detachBuffer(this.#bytes)
    this.#bytes = new Uint8Array(FIRST_BYTES)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** Makes room. @returns the place of the first of so many bytes */
  #room(bytes: number): number {
    const place = this.#length
    this.#length += bytes
    if (this.#length > this.#bytes.length) {
      this.#bytes = movedInto(new Uint8Array(Math.max(this.#length, this.#bytes.length * 2)), this.#bytes)
      this.#view = new DataView(this.#bytes.buffer)
    }
    return place
  }

  #tag(tag: number): void {
    const place = this.#room(1)
    this.#bytes[place] = tag
  }

  #count(tag: number, count: number): void {
    this.#tag(tag)
    const place = this.#room(4)
    this.#view.setUint32(place, count)
  }

  #text(tag: number, text: string): void {
    // Room for the longest form comes first, and what is left of it is given back.
    const place = this.#room(5 + text.length * 3)
    const { written } = this.#encoder.encodeInto(text, this.#bytes.subarray(place + 5))
    this.#bytes[place] = tag
    this.#view.setUint32(place + 1, written)
    this.#length = place + 5 + written
  }

  /** All texts of a list as one, behind where each of them ends in it. */
  #texts(texts: readonly string[]): void {
    this.#count(tags.texts, texts.length)
    const place = this.#room(texts.length * 4)
    let end = 0
    for (let index = 0; index < texts.length; index++) {
      end += texts[index]!.length
      this.#view.setUint32(place + index * 4, end)
    }
    this.#text(tags.text, texts.join(''))
  }

  #value(value: unknown): void {
    if (value === undefined) this.#tag(tags.undefined)
    else if (value === null) this.#tag(tags.null)
    else if (typeof value === 'boolean') this.#tag(value ? tags.true : tags.false)
    else if (typeof value === 'number') this.#number(value)
    else if (typeof value === 'string') this.#text(tags.text, value)
    else if (typeof value === 'object') this.#object(value)
    else throw new TypeError(`a part of a shard cannot hold a ${typeof value}`)
  }

  #number(value: number): void {
    const isInteger = (value | 0) === value && !Object.is(value, -0)
    this.#tag(isInteger ? tags.integer : tags.number)
    const place = this.#room(isInteger ? 4 : 8)
    if (isInteger) this.#view.setInt32(place, value)
    else this.#view.setFloat64(place, value)
  }

  #object(value: object): void {
    if (areTexts(value)) this.#texts(value)
    else if (Array.isArray(value)) {
      this.#count(tags.list, value.length)
      for (const each of value as readonly unknown[]) this.#value(each)
    } else if (value instanceof Map) {
      this.#count(tags.map, value.size)
      for (const [key, each] of value as ReadonlyMap<unknown, unknown>) {
        this.#value(key)
        this.#value(each)
      }
    } else if (value instanceof Set) {
      this.#count(tags.set, value.size)
      for (const each of value as ReadonlySet<unknown>) this.#value(each)
    } else if (ArrayBuffer.isView(value)) this.#array(value)
    else {
      const entries = Object.entries(value)
      this.#count(tags.object, entries.length)
      for (const [key, each] of entries) {
        this.#text(tags.text, key)
        this.#value(each)
      }
    }
  }

  #array(value: ArrayBufferView): void {
    const type = arrayTypes.findIndex((each) => value instanceof each)
    if (type < 0) throw new TypeError('a part of a shard cannot hold such an array')
    this.#count(tags.array, value.byteLength)
    this.#tag(type)
    const padding = aligned(this.#length) - this.#length
    const place = this.#room(padding + value.byteLength)
    this.#bytes.fill(0, place, place + padding)
    this.#bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), place + padding)
  }
}

/** The first place from one on where an array may begin. */
function aligned(place: number): number {
  return Math.ceil(place / ALIGNMENT) * ALIGNMENT
}

/** Whether something is a list of texts alone; one that is empty is no less a list of anything else. */
function areTexts(value: object): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
}

/**
 * Reads what a {@link ShardPartWriter} wrote.
 * @param bytes no shared memory
 * @param sharesBytes whether arrays may lie in the same memory as the bytes, which then hold as long as the arrays
 */
export function readShardPart(bytes: Uint8Array<ArrayBuffer>, sharesBytes = false): unknown {
  const canShare = sharesBytes && bytes.byteOffset % ALIGNMENT === 0
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = new TextDecoder()
  let index = 0
  const count = (): number => {
    index += 4
    return view.getUint32(index - 4)
  }
  const text = (): string => {
    const length = count()
    index += length
    return decoder.decode(bytes.subarray(index - length, index))
  }
  const list = (): unknown[] => Array.from({ length: count() }, value)
  function value(): unknown {
    switch (bytes[index++]) {
      case tags.undefined:
        return undefined
      case tags.null:
        return null
      case tags.false:
        return false
      case tags.true:
        return true
      case tags.integer:
        index += 4
        return view.getInt32(index - 4)
      case tags.number:
        index += 8
        return view.getFloat64(index - 8)
      case tags.text:
        return text()
      case tags.list:
        return list()
      case tags.map:
        return new Map(Array.from({ length: count() }, () => [value(), value()] as const))
      case tags.set:
        return new Set(list())
      case tags.object:
        return Object.fromEntries(
          Array.from({ length: count() }, () => {
            index++
            return [text(), value()] as const
          })
        )
      case tags.unaligned:
      case tags.array:
        return array(bytes[index - 1] === tags.array)
      case tags.texts:
        return texts()
      default:
        throw new TypeError('these bytes are no part of a shard')
    }
  }
  function texts(): string[] {
    const length = count()
    const ends = index
    index += length * 4 + 1
    const joined = text()
    let start = 0
    return Array.from({ length }, (_, place) => {
      const from = start
      start = view.getUint32(ends + place * 4)
      return joined.slice(from, start)
    })
  }
  function array(isAligned: boolean): unknown {
    const length = count()
    const Type = arrayTypes[bytes[index++]!]!
    const from = isAligned ? aligned(index) : index
    index = from + length
    if (canShare && isAligned) return new Type(bytes.buffer, bytes.byteOffset + from, length / Type.BYTES_PER_ELEMENT)
    return new Type(bytes.slice(from, index).buffer)
  }
  return value()
}
