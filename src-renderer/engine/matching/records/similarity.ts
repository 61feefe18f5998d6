import { defined } from '#shared/language/defined.ts'
/** Similarity of Jaro and Winkler, 0 to 1 (Winkler 1990): typing errors and transpositions count little, less at the end. */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return left === '' ? 0 : 1
  const window = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1)
  const taken = new Uint8Array(right.length)
  const matched: string[] = []
  for (let index = 0; index < left.length; index++) {
    const end = Math.min(right.length, index + window + 1)
    for (let other = Math.max(0, index - window); other < end; other++) {
      if (taken[other] === 1 || left[index] !== right[other]) continue
      taken[other] = 1
      matched.push(left[index]!)
      break
    }
  }
  if (matched.length === 0) return 0
  const others = Array.from(right).filter((_, index) => taken[index] === 1)
  const moved = matched.filter((letter, index) => letter !== others[index]).length / 2
  const count = matched.length
  const jaro = (count / left.length + count / right.length + (count - moved) / count) / 3
  let prefix = 0
  while (prefix < 4 && left[prefix] !== undefined && left[prefix] === right[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

const codes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from('BFPV', (letter) => [letter, '1'])),
  ...Object.fromEntries(Array.from('CGJKQSXZ', (letter) => [letter, '2'])),
  D: '3',
  T: '3',
  L: '4',
  M: '5',
  N: '5',
  R: '6'
}

/** American Soundex of a normalized name: names that sound alike have one code (National Archives). */
export function soundex(name: string): string {
  let code = name.slice(0, 1)
  let before = codes[code] ?? ''
  for (const letter of name.slice(1)) {
    const digit = codes[letter] ?? ''
    if (digit !== '' && digit !== before) code += digit
    // H and W do not part letters of one code; vowels do.
    if (letter !== 'H' && letter !== 'W') before = digit
    if (code.length === 4) break
  }
  return code.padEnd(4, '0')
}

/** Whether two dates differ as typing errors do: one digit, two neighbors changed about, or day and month. */
export function isNearDate(left: string, right: string): boolean {
  const [year, month, day] = left.split('-')
  if (right === `${defined(year)}-${defined(day)}-${defined(month)}`) return true
  const digits = left.replaceAll('-', '')
  const other = right.replaceAll('-', '')
  const differing = Array.from(digits, (_, index) => index).filter((index) => digits[index] !== other[index])
  if (differing.length === 1) return true
  const [first = 0, second = 0] = differing
  return (
    differing.length === 2 && second === first + 1 && digits[first] === other[second] && digits[second] === other[first]
  )
}
