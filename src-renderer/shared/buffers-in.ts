/** Every distinct buffer of the typed arrays inside a message, so that they can be moved instead of copied. */
export function buffersIn(message: object): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  const look = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
    } else if (Array.isArray(value)) {
      // Lists of texts, the bulk of a dictionary, hold no buffers.
      if (typeof value[0] === 'object') value.forEach(look)
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look)
  }
  look(message)
  return [...found]
}
