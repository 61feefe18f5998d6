// Checks JSON that is passed over (RFC 8259). Every function takes the place of a value's first byte, or of the byte
// behind it where that is said, and returns the place behind the value, 0 when it is not valid. A line end is not valid
// anywhere in a value, so nothing runs past the line.
import { textEnd } from './text'

const MAX_DEPTH = 64

/** Set when white space stands between tokens. */
export let spaced: bool = false

export function clearSpaced(): void {
  spaced = false
}

/** Skips white space. */
export function skipSpace(p: usize): usize {
  while (true) {
    const c = load<u8>(p)
    if (c != 32 && c != 9 && c != 13) return p
    spaced = true
    p++
  }
}

/** The place of the next token. */
// @ts-ignore: decorator
@inline
export function token(p: usize): usize {
  return load<u8>(p) <= 32 ? skipSpace(p) : p
}

// @ts-ignore: decorator
@inline
function isDigit(p: usize): bool {
  return <u32>load<u8>(p) - 48 < 10
}

export function numberEnd(p: usize): usize {
  if (load<u8>(p) == 45) p++
  if (load<u8>(p) == 48) p++
  else {
    if (!isDigit(p)) return 0
    while (isDigit(p)) p++
  }
  if (load<u8>(p) == 46) {
    p++
    if (!isDigit(p)) return 0
    while (isDigit(p)) p++
  }
  if ((load<u8>(p) | 32) == 101) {
    p++
    if (load<u8>(p) == 43 || load<u8>(p) == 45) p++
    if (!isDigit(p)) return 0
    while (isDigit(p)) p++
  }
  return p
}

export function isTrue(p: usize): bool {
  return load<u32>(p) == 0x65757274
}

export function isFalse(p: usize): bool {
  return load<u8>(p) == 102 && load<u32>(p, 1) == 0x65736c61
}

export function valueEnd(p: usize, depth: i32): usize {
  const c = load<u8>(p)
  if (c == 34) {
    const end = textEnd(p + 1)
    return end == 0 ? 0 : end + 1
  }
  if (c == 123) return objectEnd(p + 1, depth)
  if (c == 91) return arrayEnd(p + 1, depth)
  if (c == 45 || <u32>c - 48 < 10) return numberEnd(p)
  if (isTrue(p) || load<u32>(p) == 0x6c6c756e) return p + 4
  return isFalse(p) ? p + 5 : 0
}

/** @param p behind the opening bracket */
function objectEnd(p: usize, depth: i32): usize {
  if (depth == MAX_DEPTH) return 0
  p = token(p)
  if (load<u8>(p) == 125) return p + 1
  while (true) {
    if (load<u8>(p) != 34) return 0
    p = textEnd(p + 1)
    if (p == 0) return 0
    p = token(p + 1)
    if (load<u8>(p) != 58) return 0
    p = valueEnd(token(p + 1), depth + 1)
    if (p == 0) return 0
    p = token(p)
    const c = load<u8>(p)
    if (c == 125) return p + 1
    if (c != 44) return 0
    p = token(p + 1)
  }
}

/** @param p behind the opening bracket */
function arrayEnd(p: usize, depth: i32): usize {
  if (depth == MAX_DEPTH) return 0
  p = token(p)
  if (load<u8>(p) == 93) return p + 1
  while (true) {
    p = valueEnd(p, depth + 1)
    if (p == 0) return 0
    p = token(p)
    const c = load<u8>(p)
    if (c == 93) return p + 1
    if (c != 44) return 0
    p = token(p + 1)
  }
}
