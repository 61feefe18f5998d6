import { formatDateTime } from '../../base/fhir/dates.ts'
import { NO_INTEGER, type Column } from '../../store/model/column.ts'
import { NO_DAY, NO_OFFSET, type PrecisionCode } from '../../base/fhir/missing.ts'
import { idAt } from '../../store/model/id-column.ts'
import { keyId } from '../../store/model/reference-keys.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'

/** A value as SQLite takes and gives it. */
export type SqlValue = string | number | null

/** Reads one SQL column of a row. */
export type SqlCell = (row: number) => SqlValue

/**
 * Reads one physical column as SQL: a concept becomes system, code and display; dates are ISO text as they were written;
 * a reference is the plain id of its target, or the reference itself when it is no type and id; a missing value is NULL.
 */
export function columnCells(column: Column, concepts: ConceptTable): readonly SqlCell[] {
  switch (column.kind) {
    case 'dictionary':
      return [(row) => column.values[column.codes[row]!] ?? null]
    case 'id':
      return [(row) => idAt(column, row) ?? null]
    case 'reference': {
      const { codes, keys } = column
      // Keys repeat: each text is made when it is first asked for.
      const ids: string[] = []
      return [(row) => (codes[row]! < 0 ? null : (ids[codes[row]!] ??= keyId(keys, codes[row]!)))]
    }
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
