import { columnCells, type SqlValue } from '../model/column-cells.ts'
import { noConcepts } from '../model/no-concepts.ts'
import { dictionaryOf } from '../model/table-source.ts'
import { dateTimeParts, formatDateTime, parseDateTime } from '../../base/fhir/dates.ts'
import { NO_DAY, NO_OFFSET } from '../../base/fhir/missing.ts'
import { NO_INTEGER, type Column, type ColumnKind } from '../../store/model/column.ts'
import type { ExportTable } from './export-table.ts'

/** Values with the names of their columns. */
export interface ResultRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly SqlValue[])[]
  /** What each column is, where that is known: the values decide elsewhere, and where one of them is something else. */
  readonly kinds?: readonly (ColumnKind | undefined)[]
}

/** The answer to a statement as a table for writing. */
export function resultTable(
  answer: ResultRows,
  about: { readonly name: string; readonly description: string; readonly source: string }
): ExportTable {
  const names = distinctNames(answer.columns)
  return {
    ...about,
    rows: answer.rows.length,
    concepts: noConcepts,
    columns: names.map((name, index) => {
      const values = answer.rows.map((row) => row[index]!)
      const column = columnOfKind(values, answer.kinds?.[index]) ?? columnOfValues(values)
      return { name, description: '', column, texts: undefined, cell: columnCells(column, noConcepts)[0]! }
    })
  }
}

/** Two columns of a result may have one name; files want them apart, and some readers do not tell names apart by case. */
function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let unique = name
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${name}_${number}`
    taken.add(unique.toLowerCase())
    return unique
  })
}

/** A column of a kind that is known; undefined where a value does not fit. */
function columnOfKind(values: readonly SqlValue[], kind: ColumnKind | undefined): Column | undefined {
  const all = (fits: (value: string | number) => boolean): boolean =>
    values.every((value) => value === null || fits(value))
  switch (kind) {
    case undefined:
      return undefined
    case 'number':
      return all((value) => typeof value === 'number') ? numbers(values) : undefined
    case 'integer':
      return all(isInteger) ? integers(values) : undefined
    case 'boolean': {
      if (!all((value) => value === 0 || value === 1)) return undefined
      return { kind, values: Uint8Array.from(values, (value) => (value === null ? MISSING : Number(value))) }
    }
    case 'date':
    case 'dateTime':
      return times(values, kind)
    default:
      return texts(values)
  }
}

/** What a boolean column has where nothing is known. */
const MISSING = 2

/** A column of values of which nothing else is known: numbers, days, or texts. */
function columnOfValues(values: readonly SqlValue[]): Column {
  const there = values.filter((value) => value !== null)
  const days = there.length === 0 ? undefined : fullDays(values)
  if (days !== undefined) return { kind: 'date', days, precision: new Uint8Array(values.length).fill(FULL_DAY) }
  if (there.length === 0 || there.some((value) => typeof value === 'string')) return texts(values)
  return there.every(isInteger) ? integers(values) : numbers(values)
}

function isInteger(value: string | number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 0x7fffffff
}

function texts(values: readonly SqlValue[]): Column {
  return dictionaryOf(values.map((value) => (value === null ? undefined : String(value))))
}

function integers(values: readonly SqlValue[]): Column {
  return {
    kind: 'integer',
    values: Int32Array.from(values, (value) => (value === null ? NO_INTEGER : Number(value)))
  }
}

function numbers(values: readonly SqlValue[]): Column {
  return { kind: 'number', values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))) }
}

/** Dates, with times where the kind has them, as the tables write them; undefined where a value is written otherwise. */
function times(values: readonly SqlValue[], kind: 'date' | 'dateTime'): Column | undefined {
  const days = new Int32Array(values.length).fill(NO_DAY)
  const millis = new Int32Array(values.length)
  const offset = new Int16Array(values.length).fill(NO_OFFSET)
  const precision = new Uint8Array(values.length)
  const parts = dateTimeParts()
  for (const [row, value] of values.entries()) {
    if (value === null) continue
    if (typeof value !== 'string' || !parseDateTime(value, parts)) return undefined
    if (kind === 'date' && parts.precision > FULL_DAY) return undefined
    if (formatDateTime(parts.day, parts.millis, parts.offset, parts.precision) !== value) return undefined
    days[row] = parts.day
    millis[row] = parts.millis
    offset[row] = parts.offset
    precision[row] = parts.precision
  }
  return kind === 'date' ? { kind, days, precision } : { kind, days, millis, offset, precision }
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
