import { columnCells, type SqlValue } from '../model/column-cells.ts'
import { noConcepts } from '../model/no-concepts.ts'
import { dictionaryOf } from '../model/table-source.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { NO_INTEGER, type Column } from '../../store/model/column.ts'
import type { ExportTable } from './export-table.ts'

/** The answer to a statement as a table for writing; a column's type follows from its values. */
export function resultTable(
  answer: { readonly columns: readonly string[]; readonly rows: readonly (readonly SqlValue[])[] },
  about: { readonly name: string; readonly description: string; readonly source: string }
): ExportTable {
  const names = distinctNames(answer.columns)
  return {
    ...about,
    rows: answer.rows.length,
    concepts: noConcepts,
    columns: names.map((name, index) => {
      const column = columnOf(answer.rows.map((row) => row[index]!))
      return { name, description: '', column, texts: undefined, cell: columnCells(column, noConcepts)[0]! }
    })
  }
}

/** Two columns of a result may have one name; files want them apart. */
function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let unique = name
    for (let number = 2; taken.has(unique); number++) unique = `${name}_${number}`
    taken.add(unique)
    return unique
  })
}

function columnOf(values: readonly SqlValue[]): Column {
  const there = values.filter((value) => value !== null)
  const days = there.length === 0 ? undefined : fullDays(values)
  if (days !== undefined) return { kind: 'date', days, precision: new Uint8Array(values.length).fill(FULL_DAY) }
  if (there.length === 0 || there.some((value) => typeof value === 'string'))
    return dictionaryOf(values.map((value) => (value === null ? undefined : String(value))))
  if (there.every((value) => Number.isInteger(value) && Math.abs(Number(value)) < 0x7fffffff))
    return {
      kind: 'integer',
      values: Int32Array.from(values, (value) => (value === null ? NO_INTEGER : Number(value)))
    }
  return { kind: 'number', values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))) }
}

/** Precision of a date with its day. */
const FULL_DAY = 3

/** Dates as the tables write them, where all values are dates with their day: years and months alone stay texts. */
function fullDays(values: readonly SqlValue[]): Int32Array | undefined {
  const days = new Int32Array(values.length).fill(NO_DAY)
  for (const [row, value] of values.entries()) {
    if (value === null) continue
    const time =
      typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
    // February 30 is a text, not a day of March.
    if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value) return undefined
    days[row] = time / 86_400_000
  }
  return days
}
