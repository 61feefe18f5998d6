import type { Column } from '../store/column.ts'
import { NO_DAY, NO_INTEGER, NO_OFFSET, type PrecisionCode } from '../store/column.ts'
import { formatDateTime } from '../fhir/dates.ts'
import { idAt } from '../store/id-column.ts'
import type { ConceptTable } from '../store/store.ts'
import { sqlColumns, type SqlColumn } from './sql-columns.ts'

/** A value as SQLite takes and gives it. */
export type SqlValue = string | number | null

/** A column of a SQL table with the way to read it from the store. */
export interface SqlReader extends SqlColumn {
  at(row: number): SqlValue
}

/**
 * Reads one physical column as SQL: a concept becomes system, code and display; dates are ISO text as they were written;
 * a reference is the id of its target, or the reference itself when that is not here; a missing value is NULL.
 */
export function columnReaders(name: string, description: string, column: Column, concepts: ConceptTable): SqlReader[] {
  const read = cellReaders(column, concepts)
  return sqlColumns(name, column.kind, description).map((one, part) => ({ ...one, at: read[part]! }))
}

function cellReaders(column: Column, concepts: ConceptTable): readonly ((row: number) => SqlValue)[] {
  switch (column.kind) {
    case 'dictionary':
      return [(row) => column.values[column.codes[row]!] ?? null]
    case 'id':
      return [(row) => idAt(column, row) ?? null]
    case 'reference':
      return [(row) => column.keys[column.codes[row]!] ?? null]
    case 'date':
      return [(row) => dateText(column.days[row]!, 0, NO_OFFSET, column.precision[row]!)]
    case 'dateTime':
      return [(row) => dateText(column.days[row]!, column.millis[row]!, column.offset[row]!, column.precision[row]!)]
    case 'number':
      return [(row) => (Number.isNaN(column.values[row]!) ? null : column.values[row]!)]
    case 'integer':
      return [(row) => (column.values[row] === NO_INTEGER ? null : column.values[row]!)]
    case 'boolean':
      return [(row) => (column.values[row] === 2 ? null : column.values[row]!)]
    case 'concept': {
      const text = (values: readonly string[]) => (row: number) => values[column.ids[row]!] || null
      return [text(concepts.systems), text(concepts.codes), text(concepts.displays)]
    }
  }
}

function dateText(day: number, millis: number, offset: number, precision: number): SqlValue {
  return day === NO_DAY ? null : formatDateTime(day, millis, offset, precision as PrecisionCode)
}
