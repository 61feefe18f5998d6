/** `12` and `1.5` are numbers, an empty field is NULL, anything else is text, as is what stands in single quotes. */
export function typedValue(text: string): string | number | null {
  if (text === '') return null
  if (/^'.*'$/s.test(text)) return text.slice(1, -1).replaceAll("''", "'")
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text
}
