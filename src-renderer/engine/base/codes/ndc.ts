/** Digits of labeler, product and package in the ways that 10 digits are written (21 CFR 207.33), and in 11. */
const segments: readonly (readonly [number, number, number])[] = [
  [4, 4, 2],
  [5, 3, 2],
  [5, 4, 1],
  [5, 4, 2]
]

/**
 * A National Drug Code as the 11 digits that claims use: each segment filled with zeros to 5, 4 and 2 digits.
 * @returns undefined for what is no NDC, and for 10 digits without hyphens, which stand for up to three different ones
 */
export function normalizeNdc(text: string): string | undefined {
  const written = text.trim()
  if (/^\d{11}$/.test(written)) return written
  const parts = /^(\d+)-(\d+)-(\d+)$/.exec(written)
  if (parts === null) return undefined
  const [labeler, product, pack] = [parts[1]!, parts[2]!, parts[3]!]
  const known = segments.some(
    ([first, second, third]) => labeler.length === first && product.length === second && pack.length === third
  )
  return known ? labeler.padStart(5, '0') + product.padStart(4, '0') + pack.padStart(2, '0') : undefined
}

/** Segments of 11 digits without the zero in front, each where it has one: the ways to write 10 digits. */
function shortened(ndc: string): readonly (readonly [string, string, string])[] {
  const [labeler, product, pack] = [ndc.slice(0, 5), ndc.slice(5, 9), ndc.slice(9)]
  const found: [string, string, string][] = []
  if (labeler.startsWith('0')) found.push([labeler.slice(1), product, pack])
  if (product.startsWith('0')) found.push([labeler, product.slice(1), pack])
  if (pack.startsWith('0')) found.push([labeler, product, pack.slice(1)])
  return found
}

/** Every way to write an NDC that can stand for no other: 11 digits, and with hyphens. The 11 digits come first. */
export function ndcForms(ndc: string): readonly string[] {
  return [
    ndc,
    `${ndc.slice(0, 5)}-${ndc.slice(5, 9)}-${ndc.slice(9)}`,
    ...shortened(ndc).map((parts) => parts.join('-'))
  ]
}

/** The ways to write an NDC as 10 digits without hyphens, which may stand for another one as well. */
export function bareNdcForms(ndc: string): readonly string[] {
  return [...new Set(shortened(ndc).map((parts) => parts.join('')))]
}
