import { commonMessages as common } from '#messages/common.ts'
import type { TableData } from '../ui/copy/delimited.ts'

/** Puts tables below each other: a first column names each, and columns of the same label fall together. */
export function joinTables(parts: readonly { readonly name: string; readonly table: TableData }[]): TableData {
  const columns = parts
    .flatMap(({ table }) => table.columns)
    .filter((column, i, all) => all.findIndex(({ label }) => label === column.label) === i)
  return {
    columns: [{ label: common.what, numeric: false }, ...columns],
    rows: parts.flatMap(({ name, table }) => {
      const place = columns.map(({ label }) => table.columns.findIndex((column) => column.label === label))
      return table.rows.map((row) => [{ text: name }, ...place.map((index) => row[index] ?? { text: '' })])
    })
  }
}
