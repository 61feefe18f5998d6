/** Gives out memory for arrays. What stands in it is not told: each array has to be filled. */
export interface ArrayRoom {
  int32(length: number): Int32Array
  uint32(length: number): Uint32Array
  int16(length: number): Int16Array
  uint16(length: number): Uint16Array
  uint8(length: number): Uint8Array
  float64(length: number): Float64Array
}

/** Memory of its own for each array. */
export const newArrays: ArrayRoom = {
  int32: (length) => new Int32Array(length),
  uint32: (length) => new Uint32Array(length),
  int16: (length) => new Int16Array(length),
  uint16: (length) => new Uint16Array(length),
  uint8: (length) => new Uint8Array(length),
  float64: (length) => new Float64Array(length)
}

/** A kind of arrays. */
interface ArrayKind<A> {
  new (length: number): A
  new (memory: ArrayBuffer, place: number, length: number): A
  readonly BYTES_PER_ELEMENT: number
}

/** Arrays may begin at multiples of so many bytes. */
const STEP = 8

/**
 * The same memory again and again for arrays that are read before the next ones are asked for: asking the system for memory of each of them
 * takes longer than filling it. What does not fit gets memory of its own.
 */
export class ReusedRoom implements ArrayRoom {
  readonly #memory: ArrayBuffer
  #used = 0

  /** @param bytes for the arrays that are used together */
  constructor(bytes: number) {
    this.#memory = new ArrayBuffer(bytes)
  }

  /** How much memory there is. */
  get bytes(): number {
    return this.#memory.byteLength
  }

  /** From now on nobody reads the arrays that were given out. */
  clear(): void {
    this.#used = 0
  }

  /** Frees the memory. Nobody may ask for arrays any more. */
  release(): void {
    this.#memory.transfer(0)
  }

  int32(length: number): Int32Array {
    return this.#array(Int32Array, length)
  }

  uint32(length: number): Uint32Array {
    return this.#array(Uint32Array, length)
  }

  int16(length: number): Int16Array {
    return this.#array(Int16Array, length)
  }

  uint16(length: number): Uint16Array {
    return this.#array(Uint16Array, length)
  }

  uint8(length: number): Uint8Array {
    return this.#array(Uint8Array, length)
  }

  float64(length: number): Float64Array {
    return this.#array(Float64Array, length)
  }

  #array<A>(Kind: ArrayKind<A>, length: number): A {
    const place = this.#take(length * Kind.BYTES_PER_ELEMENT)
    return place < 0 ? new Kind(length) : new Kind(this.#memory, place, length)
  }

  /** @returns where so many bytes begin; -1 where there is no room for them */
  #take(bytes: number): number {
    const place = this.#used
    const end = place + Math.ceil(bytes / STEP) * STEP
    if (end > this.#memory.byteLength) return -1
    this.#used = end
    return place
  }
}
