import { detachBuffer } from '#shared/detach-buffer.ts'

/** Numbers of one kind, as columns have them. */
export type NumberArray = Int32Array | Uint32Array | Int16Array | Uint8Array | Float64Array

const kinds = [Int32Array, Uint32Array, Int16Array, Uint8Array, Float64Array] as const

/** Where an array is in a file. */
export interface ArrayPlace {
  /** Code of the kind of numbers. */
  readonly kind: number
  /** Byte offset, a multiple of 8. */
  readonly at: number
  readonly length: number
}

/** Bytes of an array. */
export function bytesOfPlace({ kind, length }: ArrayPlace): number {
  return kinds[kind]!.BYTES_PER_ELEMENT * length
}

/** The array of a place. @param bytes exactly those of the array, at a multiple of 8 in their buffer */
export function arrayOfBytes({ kind, length }: ArrayPlace, bytes: Uint8Array<ArrayBuffer>): NumberArray {
  return new kinds[kind]!(bytes.buffer, bytes.byteOffset, length)
}

/** Gives arrays places in a file that is written afterwards. What stands in several columns is written once. */
export class ArrayFileWriter {
  readonly #places = new Map<NumberArray, ArrayPlace>()
  #end = 0

  /** The place of an array. */
  place(array: NumberArray): ArrayPlace {
    const known = this.#places.get(array)
    if (known !== undefined) return known
    const kind = kinds.findIndex((each) => array instanceof each)
    const place = { kind, at: this.#end, length: array.length }
    this.#end += Math.ceil(array.byteLength / 8) * 8
    this.#places.set(array, place)
    return place
  }

  /** The bytes of the file. */
  *parts(): Generator<Uint8Array, void> {
    for (const array of this.#places.keys()) {
      yield new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
      const rest = (8 - (array.byteLength % 8)) % 8
      if (rest > 0) yield new Uint8Array(rest)
    }
  }

  /** Frees the arrays, which nobody looks at any more. */
  release(): void {
    for (const array of this.#places.keys()) detachBuffer(array)
    this.#places.clear()
  }
}
