/** Hexadecimal value of a character code, 255 for anything else. Capital letters are not canonical (RFC 9562 §4). */
const nibbles = new Uint8Array(128).fill(255)
for (let digit = 0; digit < 16; digit++) nibbles[digit.toString(16).charCodeAt(0)] = digit

/** Where the eight digits of each word start in the text of a UUID; the words span the dashes. */
const places = [
  0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 19, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35
]

/**
 * Reads a UUID in canonical lower-case form into four words, the most significant first.
 * @returns false for any other text, and for the UUID whose bits are all set, which stands for "no UUID"
 */
export function readUuid(text: string, out: Uint32Array | Int32Array, position: number): boolean {
  if (text.length !== 36) return false
  if (
    text.charCodeAt(8) !== 45 ||
    text.charCodeAt(13) !== 45 ||
    text.charCodeAt(18) !== 45 ||
    text.charCodeAt(23) !== 45
  )
    return false
  for (let word = 0; word < 4; word++) {
    let value = 0
    for (let digit = word * 8; digit < word * 8 + 8; digit++) {
      const code = text.charCodeAt(places[digit]!)
      const nibble = code < 128 ? nibbles[code]! : 255
      if (nibble === 255) return false
      value = (value << 4) | nibble
    }
    out[position + word] = value
  }
  return !isNoUuid(out, position)
}

/** Whether the four words at `index` say that the id is no UUID. */
export function isNoUuid(words: Uint32Array | Int32Array, index: number): boolean {
  return (words[index]! & words[index + 1]! & words[index + 2]! & words[index + 3]!) === -1
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The text of the UUID whose words begin at `index`. */
export function uuidText(words: Uint32Array | Int32Array, index: number): string {
  const a = words[index]!
  const b = words[index + 1]!
  const c = words[index + 2]!
  const d = words[index + 3]!
  const two = (word: number, shift: number) => hex[(word >>> shift) & 255]! + hex[(word >>> (shift - 8)) & 255]!
  return `${two(a, 24)}${two(a, 8)}-${two(b, 24)}-${two(b, 8)}-${two(c, 24)}-${two(c, 8)}${two(d, 24)}${two(d, 8)}`
}
