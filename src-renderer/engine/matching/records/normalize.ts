/** Words in place of a name that is not known. */
const placeholders = new Set([
  'UNKNOWN',
  'UNK',
  'NONE',
  'TEST',
  'BABY',
  'BABYBOY',
  'BABYGIRL',
  'BOY',
  'GIRL',
  'NA',
  'XXX'
])

/** Upper case without accents and punctuation, words with one space between. */
export function normalText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** A name without spaces; '' for a word that stands for a name that is not known. */
export function normalName(text: string): string {
  const name = normalText(text).replace(/ /g, '')
  return placeholders.has(name) ? '' : name
}

/** The last ten digits of a phone number; undefined for fewer than seven, and for one digit repeated. */
export function normalPhone(text: string): string | undefined {
  const digits = text
    .replace(/(?:x|ext\.?)\s*\d+$/i, '')
    .replace(/\D/g, '')
    .slice(-10)
  return digits.length < 7 || /^(\d)\1*$/.test(digits) ? undefined : digits
}
