import { buildHuffman } from './huffman.ts'

function numbers(text: string): Uint16Array {
  return Uint16Array.from(text.trim().split(/\s+/), Number)
}

/** Shortest length of each length code, from code 257 on (RFC 1951 §3.2.5). */
export const lengthBase = numbers(
  '3 4 5 6 7 8 9 10 11 13 15 17 19 23 27 31 35 43 51 59 67 83 99 115 131 163 195 227 258'
)

/** Extra bits of each length code. */
export const lengthExtra = numbers('0 0 0 0 0 0 0 0 1 1 1 1 2 2 2 2 3 3 3 3 4 4 4 4 5 5 5 5 0')

/** Shortest distance of each distance code. */
export const distanceBase = numbers(`
  1 2 3 4 5 7 9 13 17 25 33 49 65 97 129 193 257 385 513 769 1025 1537 2049 3073 4097 6145 8193 12289 16385 24577`)

/** Extra bits of each distance code. */
export const distanceExtra = numbers('0 0 0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10 10 11 11 12 12 13 13')

/** Order in which the lengths of the code length code are written (§3.2.7). */
export const codeOrder = numbers('16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15')

/** The literal and length code of blocks with fixed codes (§3.2.6). */
export const fixedLiterals = buildHuffman(
  new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288)
)

/** The distance code of blocks with fixed codes. */
export const fixedDistances = buildHuffman(new Uint8Array(30).fill(5))
