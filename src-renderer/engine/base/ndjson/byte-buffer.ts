/** A byte buffer that grows by doubling and is reused, for pieces that span several chunks of a stream. */
export interface ByteBuffer {
  readonly length: number
  /** Copies `bytes` to the end. */
  append(bytes: Uint8Array): void
  /** The content; valid until the next {@link append} or {@link clear}. */
  view(): Uint8Array
  /** Forgets the content. Room beyond 1 MiB is given back. */
  clear(): void
}

const KEPT = 1024 * 1024

/** Makes an empty buffer. */
export function createByteBuffer(): ByteBuffer {
  let room = new Uint8Array(0)
  let length = 0
  return {
    get length() {
      return length
    },
    append(bytes) {
      const needed = length + bytes.length
      if (needed > room.length) {
        const larger = new Uint8Array(Math.max(needed, room.length * 2, 65_536))
        larger.set(room.subarray(0, length))
        room = larger
      }
      room.set(bytes, length)
      length = needed
    },
    view() {
      return room.subarray(0, length)
    },
    clear() {
      length = 0
      if (room.length > KEPT) room = new Uint8Array(0)
    }
  }
}
