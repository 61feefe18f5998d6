type Numbers = Int32Array | Uint32Array | Float64Array | Uint8Array | Uint16Array | Int16Array

/** A typed array that grows by doubling. */
export interface Growable<A extends Numbers> {
  readonly length: number
  push(value: number): void
  /** Copies the content out and starts anew with the same room. */
  take(): A
}

function growable<A extends Numbers>(make: (length: number) => A): Growable<A> {
  let room = make(256)
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === room.length) {
        const larger = make(length * 2)
        larger.set(room)
        room = larger
      }
      room[length++] = value
    },
    take() {
      const out = make(length)
      out.set(room.subarray(0, length))
      length = 0
      return out
    }
  }
}

export const growableInt32 = (): Growable<Int32Array> => growable((length) => new Int32Array(length))
export const growableUint32 = (): Growable<Uint32Array> => growable((length) => new Uint32Array(length))
export const growableFloat64 = (): Growable<Float64Array> => growable((length) => new Float64Array(length))
export const growableUint8 = (): Growable<Uint8Array> => growable((length) => new Uint8Array(length))
export const growableInt16 = (): Growable<Int16Array> => growable((length) => new Int16Array(length))
