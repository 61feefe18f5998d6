import { defined } from '#shared/language/defined.ts'
/**
 * The rows of delimited text (RFC 4180): fields between quotes may hold separators, line ends and doubled quotes. The
 * separator is the one that the first line has most of outside of quotes: comma, tab, semicolon or bar.
 */
export function delimitedRows(text: string): readonly (readonly string[])[] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  const separator = separatorOf(body)
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  const endRow = (): void => {
    row.push(field)
    field = ''
    rows.push(row)
    row = []
  }
  for (let index = 0; index < body.length; index++) {
    const character = body[index]!
    if (quoted) {
      if (character !== '"') field += character
      else if (body[index + 1] === '"') {
        field += '"'
        index++
      } else quoted = false
    } else if (character === '"' && field === '') quoted = true
    else if (character === separator) {
      row.push(field)
      field = ''
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && body[index + 1] === '\n') index++
      endRow()
    } else field += character
  }
  if (field !== '' || row.length > 0) endRow()
  return rows
}

function separatorOf(text: string): string {
  const counts = new Map([',', '\t', ';', '|'].map((mark) => [mark, 0]))
  let quoted = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '\n' || character === '\r') break
    else if (counts.has(character)) counts.set(character, defined(counts.get(character)) + 1)
  }
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0]
}
