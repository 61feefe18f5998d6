import { defined } from '#shared/language/defined.ts'
import { civilFromDay } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { joinColumns } from '../model/join-columns.ts'
import { noConcepts } from '../model/no-concepts.ts'
import type { TableSource } from '../model/table-source.ts'

/** Rows `[first, end)` of a table, all of one year. */
export interface YearRows {
  /** Year of the clinical day as the records write it; undefined for rows without a day. */
  readonly year: number | undefined
  readonly first: number
  readonly end: number
}

/** A table whose rows stand by year, and within a year in their own order. */
export interface TableByYear {
  readonly table: TableSource
  /** In the order of the years, rows without a day last; one of no rows for an empty table. */
  readonly years: readonly YearRows[]
}

/**
 * Arranges the rows of a table by the year of their clinical day.
 * @param times columns that give it, the most telling first, as `PlannedTable` has them
 */
export function arrangeByYear(table: TableSource, times: readonly string[]): TableByYear {
  const ofRows = yearsOfRows(table, times)
  const counts = new Map<number, number>()
  for (const year of ofRows) counts.set(year, (counts.get(year) ?? 0) + 1)
  const years: YearRows[] = []
  const next = new Map<number, number>()
  let first = 0
  for (const [year, count] of [...counts].sort(([left], [right]) => left - right)) {
    next.set(year, first)
    years.push({ year: year === NO_YEAR ? undefined : year, first, end: first + count })
    first += count
  }
  const row = new Uint32Array(table.rows)
  ofRows.forEach((year, index) => {
    const place = defined(next.get(year))
    row[place] = index
    next.set(year, place + 1)
  })
  const places = { shard: new Uint16Array(table.rows), row }
  return {
    table: {
      name: table.name,
      group: table.group,
      description: table.description,
      columns: table.columns,
      rows: table.rows,
      read: (column) => joinColumns([table.read(column)], places, { concepts: noConcepts, ids: [] })
    },
    years: years.length === 0 ? [{ year: undefined, first: 0, end: 0 }] : years
  }
}

/** Stands after every year. */
const NO_YEAR = 0x7fffffff

function yearsOfRows(table: TableSource, times: readonly string[]): Int32Array {
  const years = new Int32Array(table.rows).fill(NO_YEAR)
  const known = new Map<number, number>()
  for (const name of times) {
    const column = table.read(name)
    if (column.kind !== 'date' && column.kind !== 'dateTime') continue
    for (const [row, day] of column.days.entries()) {
      if (day === NO_DAY || years[row] !== NO_YEAR) continue
      let year = known.get(day)
      if (year === undefined) known.set(day, (year = civilFromDay(day).year))
      years[row] = year
    }
  }
  return years
}
