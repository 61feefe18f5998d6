import type { IdColumn } from '../../store/model/column.ts'

/** Ids from several columns, one after the other. @param parts the rows to take of each column; all by default */
export function gatherIds(parts: readonly { readonly column: IdColumn; readonly rows?: Int32Array }[]): IdColumn {
  const length = parts.reduce((sum, { column, rows }) => sum + (rows?.length ?? column.length), 0)
  const words = new Uint32Array(length * 4)
  const others = new Map<number, string>()
  let position = 0
  for (const { column, rows } of parts) {
    const shared = column.rows
    const entries = rows === undefined || shared === undefined ? (rows ?? shared) : rows.map((row) => shared[row]!)
    if (entries === undefined) {
      words.set(column.words.subarray(0, column.length * 4), position * 4)
      for (const [row, text] of column.others) others.set(position + row, text)
      position += column.length
      continue
    }
    for (const entry of entries) {
      for (let word = 0; word < 4; word++) words[position * 4 + word] = column.words[entry * 4 + word]!
      const other = column.others.size === 0 ? undefined : column.others.get(entry)
      if (other !== undefined) others.set(position, other)
      position++
    }
  }
  return { kind: 'id', length, words, others }
}
