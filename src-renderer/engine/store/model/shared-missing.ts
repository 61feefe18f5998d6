import { NO_DAY } from '../../base/fhir/missing.ts'
import { NO_INTEGER, type Column } from './column.ts'

/**
 * Lets those columns of one table that have no value at all share their arrays. Claims have many columns that one payer
 * fills and another does not.
 */
export class SharedMissing {
  readonly #shared = new Map<Column['kind'], Column>()

  /** The column itself, or one without a value that stands for it. */
  share(column: Column): Column {
    if (!isMissing(column)) return column
    const found = this.#shared.get(column.kind)
    if (found === undefined) this.#shared.set(column.kind, column)
    return found ?? column
  }
}

function isMissing(column: Column): boolean {
  switch (column.kind) {
    case 'number':
      return isEmpty(column.values)
    case 'integer':
      return isFilledWith(column.values, NO_INTEGER)
    case 'date':
    case 'dateTime':
      return isFilledWith(column.days, NO_DAY)
    case 'dictionary':
      return column.values.length === 0
    default:
      return false
  }
}

function isEmpty(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) return false
  return true
}

function isFilledWith(values: Int32Array, missing: number): boolean {
  for (let row = 0; row < values.length; row++) if (values[row] !== missing) return false
  return true
}
