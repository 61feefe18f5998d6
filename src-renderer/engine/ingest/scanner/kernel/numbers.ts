// JSON numbers as the nearest double.
import { parseNumber } from './host'

const powers: usize = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
])

/**
 * Value of a valid JSON number. Up to 2^53 times a power of ten up to 10^22 one operation rounds correctly
 * (W. Clinger, How to read floating point numbers accurately, 1990); the host reads any other.
 */
export function numberOf(p: usize, length: usize): f64 {
  const end = p + length
  let q = p
  const negative = load<u8>(q) == 45
  if (negative) q++
  let mantissa: u64 = 0
  let digits = 0
  let places = 0
  let inFraction = false
  for (; q < end; q++) {
    const c = <u32>load<u8>(q)
    if (c == 46) {
      inFraction = true
      continue
    }
    if (c - 48 >= 10) return parseNumber(p, length)
    mantissa = mantissa * 10 + <u64>(c - 48)
    if (mantissa) digits++
    if (inFraction) places++
  }
  if (digits > 19 || mantissa > 9007199254740992 || places > 22) return parseNumber(p, length)
  const value = <f64>mantissa / load<f64>(powers + (<usize>places << 3))
  return negative ? -value : value
}
