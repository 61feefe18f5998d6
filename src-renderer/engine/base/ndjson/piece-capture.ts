import { createByteBuffer } from './byte-buffer.ts'

/** Cuts one piece out of a stream of chunks; it is copied only when it spans chunks. */
export interface PieceCapture {
  readonly active: boolean
  /** Begins a piece at `position` of the current chunk. */
  start(position: number): void
  /** Begins a piece whose first bytes are not in the current chunk any more. */
  startWith(bytes: Uint8Array): void
  /** The chunk ends inside the piece. */
  carry(chunk: Uint8Array): void
  /** Ends the piece before `end` and gives its bytes, undefined when it was longer than the limit. */
  finish(chunk: Uint8Array, end: number): Uint8Array | undefined
  /** Makes a finished piece independent of the chunk that it was cut from. */
  keep(bytes: Uint8Array): Uint8Array
  /** Forgets everything. */
  clear(): void
}

/**
 * Makes a capture.
 * @param limit longest piece in bytes; a longer one is not kept
 */
export function createPieceCapture(limit: number): PieceCapture {
  const buffer = createByteBuffer()
  let active = false
  let from = 0
  let oversize = false

  function begin(position: number): void {
    buffer.clear()
    active = true
    oversize = false
    from = position
  }

  function hold(chunk: Uint8Array, end: number): void {
    if (oversize) return
    oversize = buffer.length + end - from > limit
    if (oversize) buffer.clear()
    else buffer.append(chunk.subarray(from, end))
  }

  return {
    get active() {
      return active
    },
    start: begin,
    startWith(bytes) {
      begin(0)
      buffer.append(bytes)
    },
    carry(chunk) {
      hold(chunk, chunk.length)
      from = 0
    },
    finish(chunk, end) {
      active = false
      if (buffer.length > 0) hold(chunk, end)
      else if (end - from > limit) oversize = true
      if (oversize) return undefined
      return buffer.length > 0 ? buffer.view() : chunk.subarray(from, end)
    },
    keep(bytes) {
      if (buffer.length === 0) buffer.append(bytes)
      return buffer.view()
    },
    clear() {
      active = false
      buffer.clear()
    }
  }
}
