/** Room for the bytes of one text, so that they can be read as whole words. */
let room = new Uint8Array(64 * 1024)
let words = new Uint32Array(room.buffer)

/**
 * 64 bits that tell contents apart (not against an attacker).
 * @param out receives two words at `at`
 */
export function hashBytes(bytes: Uint8Array, out: Uint32Array, at: number): void {
  const count = (bytes.length + 3) >> 2
  if (count > words.length) {
    room = new Uint8Array(count * 8)
    words = new Uint32Array(room.buffer)
  }
  if (count > 0) words[count - 1] = 0
  room.set(bytes)
  let a = 0x9e3779b9 ^ bytes.length
  let b = 0x85ebca6b
  for (let i = 0; i < count; i++) {
    const word = words[i]!
    a = Math.imul(a ^ word, 0x9e3779b1)
    a ^= a >>> 15
    b = Math.imul((b << 13) | (b >>> 19), 0xc2b2ae35) ^ word
  }
  out[at] = finish(a ^ (b << 1))
  out[at + 1] = finish(b ^ Math.imul(a, 0x27d4eb2f))
  if (room.length > 1024 * 1024) {
    room = new Uint8Array(64 * 1024)
    words = new Uint32Array(room.buffer)
  }
}

/** The same for a text's UTF-16 code units. */
export function hashText(text: string, out: Uint32Array, at: number): void {
  let a = 0x811c9dc5
  let b = 0x1b873593 ^ text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0xcc9e2d51)
    b = (b << 15) | (b >>> 17)
  }
  out[at] = finish(a)
  out[at + 1] = finish(b)
}

/** Spreads every bit over the whole word. */
function finish(value: number): number {
  let h = value ^ (value >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
