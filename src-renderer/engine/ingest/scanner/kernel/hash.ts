// Hashes, as `content-hash.ts` of the engine computes them.

let tail: usize = 0
let stripped: usize = 0

/** Two words of the last hash. */
export let low: u32 = 0
export let high: u32 = 0
/** Whether the bytes of the last content hash held one above 127. */
export let beyondAscii: bool = false

/** @param room 64 bytes @param strip as long as the longest line */
export function setHashRoom(room: usize, strip: usize): void {
  tail = room
  stripped = strip
}

function finish(value: u32): u32 {
  let h = value ^ (value >> 16)
  h *= 0x85ebca6b
  h ^= h >> 13
  h *= 0xc2b2ae35
  return h ^ (h >> 16)
}

// @ts-ignore: decorator
@inline
function mix(lanes: v128, words: v128): v128 {
  const mixed = i32x4.mul(v128.xor(lanes, words), i32x4.splat(0x9e3779b1))
  return v128.xor(mixed, i32x4.shr_u(mixed, 15))
}

function hashBytes(p: usize, length: usize): void {
  const seed = i32x4.splat(<i32>length)
  let a = v128.xor(i32x4(0x9e3779b9, 0x3c6ef372, 0xdaa66d2b, 0x78dde6e4), seed)
  let b = v128.xor(i32x4(0x1715609d, 0xb54cda56, 0x5384540f, 0xf1bbcdc8), seed)
  let c = v128.xor(i32x4(0x8ff34781, 0x2e2ac13a, 0xcc623af3, 0x6a99b4ac), seed)
  let d = v128.xor(i32x4(0x08d12e65, 0xa708a81e, 0x454021d7, 0xe3779b90), seed)
  let all = i32x4.splat(0)
  const end = p + (length & ~63)
  while (true) {
    if (p == end) {
      const rest = length & 63
      if (rest == 0) break
      memory.fill(tail, 0, 64)
      memory.copy(tail, p, rest)
      p = tail
    }
    const first = v128.load(p)
    const second = v128.load(p, 16)
    const third = v128.load(p, 32)
    const fourth = v128.load(p, 48)
    all = v128.or(all, v128.or(v128.or(first, second), v128.or(third, fourth)))
    a = mix(a, first)
    b = mix(b, second)
    c = mix(c, third)
    d = mix(d, fourth)
    if (p == tail) break
    p += 64
  }
  beyondAscii = i8x16.bitmask(all) != 0
  low = 0
  high = 0
  fold(a)
  fold(b)
  fold(c)
  fold(d)
  low = finish(low)
  high = finish(high)
}

function fold(lanes: v128): void {
  foldWord(i32x4.extract_lane(lanes, 0))
  foldWord(i32x4.extract_lane(lanes, 1))
  foldWord(i32x4.extract_lane(lanes, 2))
  foldWord(i32x4.extract_lane(lanes, 3))
}

function foldWord(word: u32): void {
  low = (low ^ word) * 0x85ebca6b
  low ^= low >> 15
  high = (rotl<u32>(high, 11) ^ word) * 0xc2b2ae35
}

/** Whether JSON was written without white space between its parts, as far as its first key tells. */
function isCompact(p: usize, end: usize): bool {
  if (load<u8>(p, 1) != 34) return false
  while (p < end && load<u8>(p) != 58) p++
  const next = load<u8>(p, 1)
  return next != 32 && next != 9 && next != 13
}

/** Copies JSON without the white space between its tokens. @returns the length */
function strip(p: usize, end: usize, out: usize): usize {
  const start = out
  while (p < end) {
    const c = load<u8>(p++)
    if (c == 32 || c == 9 || c == 13) continue
    store<u8>(out++, c)
    if (c != 34) continue
    while (true) {
      const inside = load<u8>(p++)
      store<u8>(out++, inside)
      if (inside == 34) break
      if (inside == 92) store<u8>(out++, load<u8>(p++))
    }
  }
  return out - start
}

/** Hash of valid JSON, whatever white space stands between its tokens. */
export function hashContent(p: usize, end: usize): void {
  if (isCompact(p, end)) hashBytes(p, end - p)
  else hashBytes(stripped, strip(p, end, stripped))
}

/** Hash of the text `system|value`, all ASCII. */
export function hashIdentifier(system: usize, systemLength: usize, value: usize, valueLength: usize): void {
  low = 0x811c9dc5
  high = 0x1b873593 ^ <u32>(systemLength + 1 + valueLength)
  hashUnits(system, systemLength)
  hashUnit(124)
  hashUnits(value, valueLength)
  low = finish(low)
  high = finish(high)
}

function hashUnits(p: usize, length: usize): void {
  for (let i: usize = 0; i < length; i++) hashUnit(load<u8>(p + i))
}

// @ts-ignore: decorator
@inline
function hashUnit(unit: u32): void {
  low = (low ^ unit) * 0x01000193
  high = rotl<u32>((high ^ unit) * 0xcc9e2d51, 15)
}
