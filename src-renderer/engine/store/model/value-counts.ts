import { NO_DAY } from '../../base/fhir/missing.ts'
import { NONE, type Column } from './column.ts'

/** How many values of some kinds a population has. Counted when it is loaded, because that takes all columns. */
export interface ValueCounts {
  /** References that are written, and those that lead to a row. */
  readonly references: number
  readonly resolved: number
  /** Dates that could be read. */
  readonly dates: number
}

/** The rows of a table; columns may have more behind them. */
interface CountedTable {
  readonly rows: number
  readonly columns: ReadonlyMap<string, Column>
}

/** Counts the values of all tables. */
export function countValues(tables: Iterable<CountedTable>): ValueCounts {
  let references = 0
  let resolved = 0
  let dates = 0
  for (const { rows, columns } of tables) {
    for (const column of columns.values()) {
      if (column.kind === 'date' || column.kind === 'dateTime') dates += countDays(column.days.subarray(0, rows))
      else if (column.kind === 'reference') {
        const codes = column.codes.subarray(0, rows)
        references += countCodes(codes)
        resolved += countTargets(codes, column.targets)
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
    if (code >= 0 && targets[code]! !== NONE) count++
  }
  return count
}
