/** Less is not worth the call. */
const minBytes = 4096

/**
 * Frees the memory of bytes that nobody looks at any more. The garbage collector would do so as well, but at streaming speed
 * it costs more than everything else that is done with the bytes. Does nothing to bytes that share their memory with others.
 * @param bytes belong to the caller alone; they are empty afterwards
 */
export function detachBuffer(bytes: ArrayBufferView): void {
  const { byteLength } = bytes
  if (byteLength < minBytes || byteLength !== bytes.buffer.byteLength) return
  detachMemory(bytes)
}

/**
 * As {@link detachBuffer}, of bytes in memory that nobody else uses any more either.
 * @param bytes may be a part of that memory
 */
export function detachMemory({ buffer }: ArrayBufferView): void {
  if (buffer.byteLength < minBytes || !(buffer instanceof ArrayBuffer)) return
  try {
    buffer.transfer(0)
  } catch (error) {
    // Memory that is bound to its place stays with the garbage collector.
    if (!(error instanceof TypeError)) throw error
  }
}
