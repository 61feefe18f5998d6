import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Table } from './store.ts'

/** How many values of some kinds a population has. Counted when it is loaded, because that takes all columns. */
export interface ValueCounts {
  /** References that are written, and those that lead to a row. */
  readonly references: number
  readonly resolved: number
  /** Dates that could be read. */
  readonly dates: number
}

/** Counts the values of all tables. */
export function countValues(tables: Iterable<Pick<Table, 'columns'>>): ValueCounts {
  let references = 0
  let resolved = 0
  let dates = 0
  for (const { columns } of tables) {
    for (const column of columns.values()) {
      if (column.kind === 'date' || column.kind === 'dateTime') dates += countDays(column.days)
      else if (column.kind === 'reference') {
        references += countCodes(column.codes)
        resolved += countTargets(column.codes, column.targets)
      }
    }
  }
  return { references, resolved, dates }
}

function countDays(days: Int32Array): number {
  let count = 0
  for (let row = 0; row < days.length; row++) if (days[row] !== NO_DAY) count++
  return count
}

function countCodes(codes: Int32Array): number {
  let count = 0
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) count++
  return count
}

function countTargets(codes: Int32Array, targets: Int32Array): number {
  let count = 0
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code >= 0 && targets[code]! >= 0) count++
  }
  return count
}
