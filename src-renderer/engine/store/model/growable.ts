import { movedInto } from '#shared/detach-buffer.ts'

/** A typed array that grows by doubling. */
export interface Growable<A> {
  readonly length: number
  push(value: number): void
  /** Copies the content out and starts over with the same room. */
  take(): A
}

/** Room for the first values; nothing takes no room. Every column of every table has its arrays, and many of them stay empty. */
const FIRST_ROOM = 256
const noWords = new Int32Array(0)
const noDoubles = new Float64Array(0)

/**
 * Whole numbers of 32 bits. All kinds of whole numbers are collected by this one function and narrowed at the end: code
 * that writes into several kinds of arrays is several times slower.
 */
function growableWords<A>(finish: (words: Int32Array) => A): Growable<A> {
  let room = noWords
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === room.length) room = movedInto(new Int32Array(Math.max(FIRST_ROOM, length * 2)), room)
      room[length++] = value
    },
    take() {
      const words = room.slice(0, length)
      length = 0
      return finish(words)
    }
  }
}

/** Whole numbers from -2^31. */
export const growableInt32 = (): Growable<Int32Array> => growableWords((words) => words)
/** Whole numbers below 2^32. */
export const growableUint32 = (): Growable<Uint32Array> => growableWords((words) => new Uint32Array(words.buffer))
/** Whole numbers below 2^16. */
export const growableUint16 = (): Growable<Uint16Array> => growableWords((words) => new Uint16Array(words))
/** Whole numbers from -2^15 to below 2^15. */
export const growableInt16 = (): Growable<Int16Array> => growableWords((words) => new Int16Array(words))
/** Whole numbers below 2^8. */
export const growableUint8 = (): Growable<Uint8Array> => growableWords((words) => new Uint8Array(words))

/** Numbers of any kind. */
export function growableFloat64(): Growable<Float64Array> {
  let room = noDoubles
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === room.length) room = movedInto(new Float64Array(Math.max(FIRST_ROOM, length * 2)), room)
      room[length++] = value
    },
    take() {
      const values = room.slice(0, length)
      length = 0
      return values
    }
  }
}
