const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A list of each length up to the longest text that is made without the decoder, which takes longer to begin than such a text. */
const lists = Array.from({ length: 25 }, (_, length) => new Array<number>(length).fill(0))

/**
 * The text of some bytes of UTF-8. Short ones are made of all characters at once: added one by one they would be a tree of pieces,
 * of several times the memory, until somebody compares them.
 */
export function scannedText(bytes: Uint8Array, start: number, length: number): string {
  const codes = lists[length]
  if (codes === undefined) return decoder.decode(bytes.subarray(start, start + length))
  for (let index = 0; index < length; index++) {
    const byte = bytes[start + index]!
    if (byte > 127) return decoder.decode(bytes.subarray(start, start + length))
    codes[index] = byte
  }
  return String.fromCharCode(...codes)
}
