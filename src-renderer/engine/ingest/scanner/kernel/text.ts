// JSON texts: where they end, what their escapes mean, whether they are equal.

/** Set when a text that was scanned holds an escape. */
export let escaped: bool = false

export function clearEscaped(): void {
  escaped = false
}

// @ts-ignore: decorator
@inline
function hexDigit(c: u32): i32 {
  const digit = c - 48
  if (digit < 10) return <i32>digit
  const letter = (c | 32) - 97
  return letter < 6 ? <i32>letter + 10 : -1
}

/** Value of four hexadecimal digits, -1 when they are none. */
function hex4(p: usize): i32 {
  let value = 0
  for (let i: usize = 0; i < 4; i++) {
    const digit = hexDigit(load<u8>(p + i))
    if (digit < 0) return -1
    value = (value << 4) | digit
  }
  return value
}

/** @returns the place of the closing quote of a text whose first byte is at `p`, 0 when it is not valid JSON */
export function textEnd(p: usize): usize {
  const quotes = i8x16.splat(34)
  const slashes = i8x16.splat(92)
  const spaces = i8x16.splat(32)
  while (true) {
    const v = v128.load(p)
    const special = v128.or(v128.or(i8x16.eq(v, quotes), i8x16.eq(v, slashes)), i8x16.lt_u(v, spaces))
    const mask = i8x16.bitmask(special)
    if (mask == 0) {
      p += 16
      continue
    }
    p += <usize>ctz(mask)
    const c = load<u8>(p)
    if (c == 34) return p
    if (c != 92) return 0
    escaped = true
    switch (load<u8>(p, 1)) {
      case 34: case 92: case 47: case 98: case 102: case 110: case 114: case 116:
        p += 2
        break
      case 117:
        if (hex4(p + 2) < 0) return 0
        p += 6
        break
      default:
        return 0
    }
  }
}

/**
 * Writes the text between `p` and `end` to `out` without its escapes.
 * @returns the end of what was written, 0 when half a surrogate pair stands alone
 */
export function unescape(p: usize, end: usize, out: usize): usize {
  while (p < end) {
    const c = load<u8>(p)
    if (c != 92) {
      store<u8>(out++, c)
      p++
      continue
    }
    const kind = load<u8>(p, 1)
    p += 2
    switch (kind) {
      case 98: store<u8>(out++, 8); continue
      case 102: store<u8>(out++, 12); continue
      case 110: store<u8>(out++, 10); continue
      case 114: store<u8>(out++, 13); continue
      case 116: store<u8>(out++, 9); continue
      case 117: break
      default: store<u8>(out++, kind); continue
    }
    let code = hex4(p)
    p += 4
    if (code >= 0xd800 && code < 0xe000) {
      if (code >= 0xdc00 || p + 6 > end || load<u8>(p) != 92 || load<u8>(p, 1) != 117) return 0
      const low = hex4(p + 2)
      if (low < 0xdc00 || low >= 0xe000) return 0
      p += 6
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
    }
    if (code < 0x80) {
      store<u8>(out++, code)
    } else if (code < 0x800) {
      store<u8>(out, 0xc0 | (code >> 6))
      store<u8>(out, 0x80 | (code & 63), 1)
      out += 2
    } else if (code < 0x10000) {
      store<u8>(out, 0xe0 | (code >> 12))
      store<u8>(out, 0x80 | ((code >> 6) & 63), 1)
      store<u8>(out, 0x80 | (code & 63), 2)
      out += 3
    } else {
      store<u8>(out, 0xf0 | (code >> 18))
      store<u8>(out, 0x80 | ((code >> 12) & 63), 1)
      store<u8>(out, 0x80 | ((code >> 6) & 63), 2)
      store<u8>(out, 0x80 | (code & 63), 3)
      out += 4
    }
  }
  return out
}

/** Bit mask of the bytes among sixteen that may stand in an id as exporters write them. */
// @ts-ignore: decorator
@inline
function idBytes(p: usize): i32 {
  const v = v128.load(p)
  const digits = i8x16.lt_u(i8x16.sub(v, i8x16.splat(48)), i8x16.splat(10))
  const letters = i8x16.lt_u(i8x16.sub(v128.or(v, i8x16.splat(32)), i8x16.splat(97)), i8x16.splat(26))
  const marks = v128.or(i8x16.lt_u(i8x16.sub(v, i8x16.splat(45)), i8x16.splat(2)), i8x16.eq(v, i8x16.splat(95)))
  return i8x16.bitmask(v128.or(v128.or(digits, letters), marks))
}

/** Whether a text has only letters, digits, `-`, `.` and `_`. */
export function isIdText(p: usize, length: u32): bool {
  const end = p + <usize>length
  for (; p + 16 <= end; p += 16) if (idBytes(p) != 0xffff) return false
  const rest = (1 << <i32>(end - p)) - 1
  return (idBytes(p) & rest) == rest
}

/** Whether a text is more than a plain id: it has `/`, `:`, `?` or `#`. */
export function isQualified(p: usize, length: u32): bool {
  const end = p + <usize>length
  for (; p < end; p += 16) {
    const v = v128.load(p)
    const slashes = v128.or(i8x16.eq(v, i8x16.splat(47)), i8x16.eq(v, i8x16.splat(58)))
    const others = v128.or(i8x16.eq(v, i8x16.splat(63)), i8x16.eq(v, i8x16.splat(35)))
    const mask = i8x16.bitmask(v128.or(slashes, others))
    if (mask) return p + <usize>ctz(mask) < end
  }
  return false
}

/** Whether two texts of the same length are equal. */
export function sameText(a: usize, b: usize, length: usize): bool {
  if (length < 8) {
    if (length == 0) return true
    const mask: u64 = ((<u64>1) << (length << 3)) - 1
    return ((load<u64>(a) ^ load<u64>(b)) & mask) == 0
  }
  let i: usize = 0
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false
  return load<u64>(a + length - 8) == load<u64>(b + length - 8)
}

/** A hash of a text for tables. */
export function hashOf(p: usize, length: usize): u32 {
  let h: u64 = <u64>length * 0x9e3779b97f4a7c15
  while (length >= 8) {
    h = (h ^ load<u64>(p)) * 0xff51afd7ed558ccd
    h ^= h >> 32
    p += 8
    length -= 8
  }
  if (length > 0) {
    const mask: u64 = ((<u64>1) << (length << 3)) - 1
    h = (h ^ (load<u64>(p) & mask)) * 0xff51afd7ed558ccd
    h ^= h >> 32
  }
  return <u32>h
}

/** Whether the bytes are UTF-8 (Unicode 15, table 3-7). */
export function isUtf8(p: usize, end: usize): bool {
  while (p < end) {
    const c = <u32>load<u8>(p)
    if (c < 0x80) {
      p++
      continue
    }
    let more: usize = 0
    let least: u32 = 0x80
    let most: u32 = 0xbf
    if (c >= 0xc2 && c <= 0xdf) more = 1
    else if (c >= 0xe0 && c <= 0xef) {
      more = 2
      if (c == 0xe0) least = 0xa0
      else if (c == 0xed) most = 0x9f
    } else if (c >= 0xf0 && c <= 0xf4) {
      more = 3
      if (c == 0xf0) least = 0x90
      else if (c == 0xf4) most = 0x8f
    } else return false
    if (p + more >= end) return false
    const second = <u32>load<u8>(p, 1)
    if (second < least || second > most) return false
    for (let i: usize = 2; i <= more; i++) if ((load<u8>(p + i) & 0xc0) != 0x80) return false
    p += more + 1
  }
  return true
}
