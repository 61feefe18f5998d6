/** A code of RFC 1951 as a table: the entry for the next `bits` input bits is `symbol << 4 | length`, 0 when none fits. */
export interface HuffmanTable {
  readonly bits: number
  readonly entries: Uint16Array
}

/**
 * Builds the canonical code for code lengths (RFC 1951 §3.2.2).
 * @param lengths bits of each symbol's code, 0 for symbols that do not occur; at most 15
 * @returns undefined when the lengths ask for more codes than there are
 */
export function buildHuffman(lengths: Uint8Array): HuffmanTable | undefined {
  const counts = new Uint16Array(16)
  let bits = 1
  for (const length of lengths) {
    counts[length]!++
    if (length > bits) bits = length
  }
  counts[0] = 0
  const next = new Uint16Array(17)
  let room = 1
  for (let length = 1; length <= 15; length++) {
    room = room * 2 - counts[length]!
    if (room < 0) return undefined
    next[length + 1] = (next[length]! + counts[length]!) << 1
  }
  const entries = new Uint16Array(1 << bits)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!
    if (length === 0) continue
    let code = next[length]!++
    let reversed = 0
    for (let i = 0; i < length; i++) {
      reversed = (reversed << 1) | (code & 1)
      code >>= 1
    }
    for (let index = reversed; index < entries.length; index += 1 << length) entries[index] = (symbol << 4) | length
  }
  return { bits, entries }
}
