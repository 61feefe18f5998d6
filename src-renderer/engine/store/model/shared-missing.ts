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
      return column.values.every(Number.isNaN)
    case 'integer':
      return column.values.every((value) => value === NO_INTEGER)
    case 'date':
    case 'dateTime':
      return column.days.every((day) => day === NO_DAY)
    case 'dictionary':
      return column.values.length === 0
    default:
      return false
  }
}
