import { arrayOfBytes, bytesOfPlace, type ArrayPlace, type NumberArray } from './array-places.ts'

/** Reads bytes of a file at once, without giving up control, so that computations stay plain code. */
export interface OpenedBytes {
  /**
   * @returns memory of its own, at a multiple of 8 in its buffer
   * @throws AppError `unreadable-file`
   */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>
}

/** A file of arrays. */
export interface ArrayFile {
  readonly bytes: OpenedBytes
  /** Different from that of all other files of the cache, below 4096. */
  readonly number: number
}

/** What an {@link ArrayCache} has done. */
export interface ArrayCacheUse {
  readonly heldBytes: number
  readonly readBytes: number
  readonly reads: number
}

/** Bytes that a place needs in the cache beside those of its array. */
const OVERHEAD = 128
/** Offsets in one file are below this. */
const FILE_STEP = 2 ** 40
/** A text beside its characters, with its place in a list. */
const TEXT_OVERHEAD = 32

/** Bytes that a text takes in memory, at most. */
export function bytesOfText({ length }: string): number {
  return TEXT_OVERHEAD + length * 2
}

/** Something that the cache holds. */
interface Held {
  readonly value: unknown
  readonly bytes: number
}

/**
 * Arrays of all files of a population, and what is made of them, up to a number of bytes. What was used least recently is dropped first;
 * whoever still computes with it keeps it alive until then.
 */
export class ArrayCache {
  #budget: number
  readonly #held = new Map<number, Held>()
  readonly #resident = new Map<number, NumberArray>()
  /** The array that was asked for last, which loops ask for again and again. */
  #last: { readonly key: number; readonly array: NumberArray } | undefined
  #heldBytes = 0
  #readBytes = 0
  #reads = 0

  /** @param budget bytes */
  constructor(budget: number) {
    this.#budget = budget
  }

  /** Bytes that all of it may take. */
  get budget(): number {
    return this.#budget
  }

  /** Gives it more or less room. */
  setBudget(bytes: number): void {
    this.#budget = bytes
    this.#drop()
  }

  get use(): ArrayCacheUse {
    return { heldBytes: this.#heldBytes, readBytes: this.#readBytes, reads: this.#reads }
  }

  /** @param isResident it is never dropped */
  get(file: ArrayFile, place: ArrayPlace, isResident = false): NumberArray {
    // Nothing is at the place of what follows.
    if (place.length === 0) return arrayOfBytes(place, new Uint8Array(0))
    const key = file.number * FILE_STEP + place.at
    if (this.#last?.key === key) return this.#last.array
    const array = this.#find(key, file, place, isResident)
    this.#last = { key, array }
    return array
  }

  #find(key: number, file: ArrayFile, place: ArrayPlace, isResident: boolean): NumberArray {
    const resident = this.#resident.get(key)
    if (resident !== undefined) return resident
    const known = this.#touch(key)
    if (known !== undefined) return known.value as NumberArray
    const bytes = bytesOfPlace(place)
    const array = arrayOfBytes(place, file.bytes.read(place.at, bytes))
    this.#reads++
    this.#readBytes += bytes
    if (!isResident) this.#hold(key, { value: array, bytes: bytes + OVERHEAD })
    else {
      this.#resident.set(key, array)
      this.#heldBytes += bytes + OVERHEAD
      this.#drop()
    }
    return array
  }

  /**
   * What is made of an array, such as texts of bytes: held as arrays are, and made again after it was dropped.
   * @param place not empty; one array has one such thing
   */
  made<T>(file: ArrayFile, place: ArrayPlace, make: () => { readonly value: T; readonly bytes: number }): T {
    // Arrays are at multiples of 8.
    const key = file.number * FILE_STEP + place.at + 1
    const known = this.#touch(key)
    if (known !== undefined) return known.value as T
    const { value, bytes } = make()
    this.#hold(key, { value, bytes: bytes + OVERHEAD })
    return value
  }

  /** What is held under a key; it was used last then. */
  #touch(key: number): Held | undefined {
    const known = this.#held.get(key)
    if (known === undefined) return undefined
    // A map lists its entries in the order in which they were put in.
    this.#held.delete(key)
    this.#held.set(key, known)
    return known
  }

  #hold(key: number, held: Held): void {
    this.#held.set(key, held)
    this.#heldBytes += held.bytes
    this.#drop(key)
  }

  /** Drops what is held until the budget is kept, but not what was just put in. */
  #drop(last?: number): void {
    for (const [key, { bytes }] of this.#held) {
      if (this.#heldBytes <= this.#budget || key === last) return
      this.#held.delete(key)
      this.#heldBytes -= bytes
    }
  }
}
