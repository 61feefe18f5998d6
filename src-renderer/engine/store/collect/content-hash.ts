/** Room for the bytes of one text, so that they can be read as whole words. */
let room = new Uint8Array(64 * 1024)
let words = new Uint32Array(room.buffer)
const KEPT = 1024 * 1024

/** Sixteen numbers that are mixed side by side, so that one step need not wait for the one before. */
const seeds = Array.from({ length: 16 }, (_, lane) => Math.imul(0x9e3779b9, lane + 1) >>> 0)
const lanes = new Int32Array(seeds.length)

/**
 * 64 bits that tell the contents of resources apart (not against an attacker). White space between the tokens of JSON does
 * not count where its first key has some next to it. The scanner computes the same in `hash.ts` of its kernel.
 * @param bytes valid JSON
 * @param out receives two words at `index`
 */
export function hashContent(bytes: Uint8Array, out: Uint32Array, index: number): void {
  reserve(bytes.length + 64)
  const length = isCompact(bytes) ? bytes.length : strip(bytes)
  if (length === bytes.length) room.set(bytes)
  room.fill(0, length, (length + 63) & ~63)
  for (let lane = 0; lane < 16; lane++) lanes[lane] = seeds[lane]! ^ length
  for (let i = 0, end = ((length + 63) & ~63) >> 2; i < end; i += 16) {
    for (let lane = 0; lane < 16; lane++) {
      const mixed = Math.imul(lanes[lane]! ^ words[i + lane]!, 0x9e3779b1)
      lanes[lane] = mixed ^ (mixed >>> 15)
    }
  }
  let low = 0
  let high = 0
  for (const lane of lanes) {
    low = Math.imul(low ^ lane, 0x85ebca6b)
    low ^= low >>> 15
    high = Math.imul(((high << 11) | (high >>> 21)) ^ lane, 0xc2b2ae35)
  }
  out[index] = finish(low)
  out[index + 1] = finish(high)
  if (room.length > KEPT) reserve(0)
}

function reserve(bytes: number): void {
  if (bytes > 0 && bytes <= room.length) return
  room = new Uint8Array(bytes === 0 ? 64 * 1024 : bytes * 2 + (-bytes & 3) * 2)
  words = new Uint32Array(room.buffer, 0, room.length >> 2)
}

const QUOTE = 34
const BACKSLASH = 92
const COLON = 58

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 9 || byte === 13
}

/** Whether JSON was written without white space between its parts, as far as its first key tells. */
function isCompact(bytes: Uint8Array): boolean {
  return bytes[1] === QUOTE && !isSpace(bytes[bytes.indexOf(COLON) + 1])
}

/** Copies JSON into the room without the white space between its tokens. @returns the length */
function strip(bytes: Uint8Array): number {
  let length = 0
  let quoted = false
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!
    if (!quoted && isSpace(byte)) continue
    room[length++] = byte
    if (byte === QUOTE) quoted = !quoted
    else if (byte === BACKSLASH && quoted) room[length++] = bytes[++index]!
  }
  return length
}

/** 64 bits of a text's UTF-16 code units. */
export function hashText(text: string, out: Uint32Array, index: number): void {
  let a = 0x811c9dc5
  let b = 0x1b873593 ^ text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0xcc9e2d51)
    b = (b << 15) | (b >>> 17)
  }
  out[index] = finish(a)
  out[index + 1] = finish(b)
}

/** Spreads every bit over the whole word. */
function finish(value: number): number {
  let h = value ^ (value >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
