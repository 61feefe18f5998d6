/** Less is not worth the call. */
const minBytes = 4096

/**
 * Frees the memory of bytes that nobody looks at any more. The garbage collector would do so as well, but at streaming speed
 * it costs more than everything else that is done with the bytes. Does nothing to bytes that share their memory with others.
 * @param bytes belong to the caller alone; they are empty afterwards
 */
export function detachBuffer(bytes: ArrayBufferView): void {
  const { byteLength } = bytes
  if (byteLength < minBytes) return
  const { buffer } = bytes
  if (byteLength !== buffer.byteLength || !(buffer instanceof ArrayBuffer)) return
  try {
    buffer.transfer(0)
  } catch (error) {
    // Memory that is bound to its place stays with the garbage collector.
    if (!(error instanceof TypeError)) throw error
  }
}
