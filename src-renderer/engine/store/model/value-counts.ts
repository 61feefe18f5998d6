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
      if (column.kind === 'date' || column.kind === 'dateTime') {
        for (const day of column.days) if (day !== NO_DAY) dates++
      } else if (column.kind === 'reference') {
        const { codes, targets } = column
        for (const code of codes) {
          if (code < 0) continue
          references++
          if (targets[code]! >= 0) resolved++
        }
      }
    }
  }
  return { references, resolved, dates }
}
