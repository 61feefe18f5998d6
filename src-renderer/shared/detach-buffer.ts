/** Less is not worth the call. */
const minBytes = 4096

/**
 * Frees the memory of bytes that are not used any more. The garbage collector would do so as well, but at streaming speed
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
 * @param buffer of bytes that may be a part of it
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

/**
 * Moves what an array holds to the beginning of a longer one, and frees its memory: an array that grows by doubling would leave as
 * much as it holds to the garbage collector.
 * @param values belong to the caller alone; they are empty afterwards
 * @returns the longer one
 */
export function movedInto<A extends Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array>(
  longer: A,
  values: A
): A {
  longer.set(values)
  detachBuffer(values)
  return longer
}
