/**
 * The rows of delimited text (RFC 4180): fields between quotes may hold separators, line ends and doubled quotes. The
 * separator is the one that the first line has most of: comma, tab, semicolon or bar.
 */
export function delimitedRows(text: string): readonly (readonly string[])[] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  const separator = separatorOf(body.slice(0, body.search(/[\r\n]|$/)))
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
  for (let at = 0; at < body.length; at++) {
    const character = body[at]!
    if (quoted) {
      if (character !== '"') field += character
      else if (body[at + 1] === '"') {
        field += '"'
        at++
      } else quoted = false
    } else if (character === '"' && field === '') quoted = true
    else if (character === separator) {
      row.push(field)
      field = ''
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && body[at + 1] === '\n') at++
      endRow()
    } else field += character
  }
  if (field !== '' || row.length > 0) endRow()
  return rows
}

function separatorOf(line: string): string {
  const counted = [',', '\t', ';', '|'].map((mark) => ({ mark, count: line.split(mark).length }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).mark
}
