/** Signs that start a formula in a spreadsheet; the full-width and small forms are read as their plain ones by some. */
const signs = '=+\\-@\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b'
/** Blanks, controls and invisible characters, which spreadsheets drop before they look for a formula. */
const invisible = '[\\p{Z}\\p{Cc}\\p{Cf}]'

const startsFormula = new RegExp(`^(?:[\\t\\r\\n]|${invisible}*[${signs}])`, 'u')
/**
 * A cell of its own for whoever splits at another mark: spreadsheets of many languages split at semicolons, and there
 * the quotes around a field count only where the field starts a line.
 */
const startsInnerFormula = new RegExp(`([;\\t\\r\\n])(?=${invisible}*[${signs}])`, 'gu')

/**
 * A text that no spreadsheet takes for a formula: an apostrophe stands before what would start one (OWASP, "CSV
 * injection"). Other texts stay as they are.
 */
export function withoutFormula(text: string): string {
  const inner = /[;\t\r\n]/.test(text) ? text.replace(startsInnerFormula, "$1'") : text
  return startsFormula.test(text) ? `'${inner}` : inner
}

/**
 * One field of comma-separated text (RFC 4180). Numbers stay numbers; a text never becomes a formula. Quoted where the
 * RFC asks for it, and where it holds a semicolon, a tab or a leading apostrophe that was added.
 */
export function csvField(value: string | number | bigint | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = withoutFormula(value)
  return safe !== value || /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One field of tab-separated text for the clipboard: on one line, and no formula. */
export function tsvField(text: string): string {
  return withoutFormula(text.replace(/[\t\r\n]+/g, ' '))
}
