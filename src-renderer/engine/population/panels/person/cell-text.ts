import { formatDateTime } from '../../../base/fhir/dates.ts'
import { idText } from '../../selection/id-text.ts'
import { keyText } from '../../../store/model/reference-keys.ts'
import { NO_INTEGER, type Column, type DateTimeColumn } from '../../../store/model/column.ts'
import type { PrecisionCode } from '../../../base/fhir/missing.ts'
import type { ConceptTable } from '../../../store/model/concept-table.ts'

/** The display of a concept, else its code; '' when there is none. */
export function conceptText(concepts: ConceptTable, id: number): string {
  return id < 0 ? '' : concepts.displays[id]! || concepts.codes[id]!
}

/** Date and, to the minute, time as they were written, without the offset. */
function dateTimeText(column: DateTimeColumn, row: number): string {
  const precision = Math.min(column.precision[row]!, 4) as PrecisionCode
  return formatDateTime(column.days[row]!, column.millis[row]!, column.offset[row]!, precision)
    .slice(0, 16)
    .replace('T', ' ')
}

/** A cell as people read it; '' when the value is missing. */
export function cellText(column: Column, row: number, concepts: ConceptTable): string {
  switch (column.kind) {
    case 'dictionary':
      return column.codes[row]! < 0 ? '' : column.values[column.codes[row]!]!
    case 'id':
      return idText(column, row)
    case 'date':
      return formatDateTime(column.days[row]!, 0, 0, column.precision[row]! as PrecisionCode)
    case 'dateTime':
      return dateTimeText(column, row)
    case 'number':
      return Number.isNaN(column.values[row]!) ? '' : String(column.values[row])
    case 'integer':
      return column.values[row] === NO_INTEGER ? '' : String(column.values[row])
    case 'boolean':
      return ['no', 'yes', ''][column.values[row]!] ?? ''
    case 'reference':
      return column.codes[row]! < 0 ? '' : keyText(column.keys, column.codes[row]!)
    case 'concept':
      return conceptText(concepts, column.ids[row]!)
  }
}

/**
 * What a column is sorted by: numbers for days and amounts, else text in lower case. Missing values are undefined.
 */
export function sortKey(column: Column, row: number, concepts: ConceptTable): number | string | undefined {
  switch (column.kind) {
    case 'date':
      return column.precision[row] === 0 ? undefined : column.days[row]
    case 'dateTime':
      return column.precision[row] === 0 ? undefined : column.days[row]! * 86_400_000 + column.millis[row]!
    case 'number':
      return Number.isNaN(column.values[row]!) ? undefined : column.values[row]
    case 'integer':
      return column.values[row] === NO_INTEGER ? undefined : column.values[row]
    default: {
      const text = cellText(column, row, concepts)
      return text === '' ? undefined : text.toLowerCase()
    }
  }
}
