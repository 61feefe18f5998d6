import { commonMessages as common } from '#messages/common.ts'
import type { ExploreAnswer, ExploreFrame, PivotRequest } from '#engine/explore/explorer.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import { suppressTable } from '#engine/base/privacy/suppress-table.ts'
import type { TableCell, TableData } from '../../ui/copy/delimited.ts'
import type { HidesPeople } from './charts-table.ts'
import type { Format } from '../../ui/format/format.ts'
import { measureDecimals, formatMeasure } from '../common/measure-precision.ts'

/** The crossed table as it is shown, and how many of its cells are kept back. */
export interface PivotView {
  readonly table: TableData
  readonly hidden: number
}

/** Lays out the crossed table: rows by people, small groups suppressed with those that would tell them, values in seven steps. */
export function pivotCells(
  frame: ExploreFrame,
  answer: ExploreAnswer,
  request: PivotRequest,
  limit: number,
  format: Format,
  hides: HidesPeople = () => false
): PivotView | undefined {
  const rowDimension = frame.dimensions.find(({ id }) => id === request.rows)
  const columnDimension = frame.dimensions.find(({ id }) => id === request.columns)
  const { pivot } = answer
  if (rowDimension === undefined || columnDimension === undefined || pivot === undefined) return undefined
  const measure = frame.measures.find(({ id }) => id === request.measure)
  // The answer has a place for people without a value, whether or not the chart shows it.
  const width = columnDimension.people.length
  const peopleAt = (row: number, column: number): number => pivot.people[row * width + column] ?? 0
  const columns = columnDimension.values
    .map(({ label }, column) => ({ label, column }))
    .filter(({ column }) => rowDimension.values.some((_, row) => peopleAt(row, column) > 0))
  const rows = rowDimension.values
    .map(({ label }, row) => ({
      label,
      row,
      people: columns.reduce((sum, { column }) => sum + peopleAt(row, column), 0)
    }))
    .filter(({ people }) => people > 0)
  if (!rowDimension.ordered) rows.sort((a, b) => b.people - a.people)
  const valueAt = (row: number, column: number): number | undefined => {
    const place = row * width + column
    if (measure === undefined) return pivot.people[place] ?? 0
    const known = pivot.known[place] ?? 0
    return known === 0 ? undefined : (pivot.sums[place] ?? 0) / known
  }
  const values = rows.flatMap(({ row }) =>
    columns.flatMap(({ column }) => {
      const known = measure === undefined ? peopleAt(row, column) : (pivot.known[row * width + column] ?? 0)
      const value = Math.min(known, peopleAt(row, column)) > limit ? valueAt(row, column) : undefined
      return value === undefined ? [] : [value]
    })
  )
  const decimals = measureDecimals(values, measure)
  const sorted = values.toSorted((a, b) => a - b)
  const stepOf = (value: number): number =>
    sorted.length < 2 ? 4 : 1 + Math.min(6, Math.floor((7 * sorted.findIndex((each) => each >= value)) / sorted.length))
  let hidden = 0
  // Totals of rows and columns stand on other charts of the screen, so that no cell may be worked out from them.
  const status =
    limit > 0
      ? suppressTable(
          rows.map(({ row }) => columns.map(({ column }) => peopleAt(row, column))),
          limit,
          true
        ).cells
      : []
  const cellsOf = (row: number, place: number): TableCell[] =>
    columns.map(({ column }, index): TableCell => {
      const state = status[place]?.[index] ?? 'shown'
      const isTold = hides(peopleAt(row, column), { [rowDimension.id]: row, [columnDimension.id]: column }, true)
      // A mean is of those whose value is known, who may be few of many people.
      const isOfFew = measure !== undefined && isSmallCount(pivot.known[row * width + column], limit)
      if (state !== 'shown' || isTold || isOfFew) {
        hidden++
        return {
          text: state === 'small' && measure === undefined ? `<${limit + 1}` : common.suppressed,
          withheld: true
        }
      }
      if (measure === undefined && peopleAt(row, column) === 0) return { text: '0', value: 0 }
      const value = peopleAt(row, column) === 0 ? undefined : valueAt(row, column)
      if (value === undefined) return { text: '–' }
      return { text: formatMeasure(value, measure, decimals, format), value, shade: stepOf(value) }
    })
  const cells = rows.map(({ label, row }, place) => [{ text: label }, ...cellsOf(row, place)])
  return {
    table: {
      columns: [rowDimension.label, ...columns.map(({ label }) => label)].map((label) => ({ label, numeric: false })),
      rows: cells
    },
    hidden
  }
}
