import { commonMessages as common } from '#messages/common.ts'
import { isSmallFigure } from '#engine/base/privacy/small-cells.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import { withheldFigures } from '#engine/base/privacy/table-release.ts'
import type { TableCell, TableData } from './delimited.ts'

/**
 * A table without the bare values and figures of small groups, and without those from which one could be worked out; their
 * cells say so in words. What stands next to a withheld figure and was computed from it goes with it.
 */
export function withholdSmallCells(table: TableData, limit: number): TableData {
  if (limit <= 0) return table
  const withheld = withheldFigures(
    table.rows.map((row) => row.map(({ figure }) => figure)),
    limit
  )
  return {
    columns: table.columns,
    rows: table.rows.map((row, place) => {
      let isHidden = false
      return row.map((cell, column): TableCell => {
        const { figure } = cell
        if (figure !== undefined) {
          isHidden = withheld[place]![column]! || isSmallFigure(figure, limit)
          if (!isHidden) return cell
          const isSmall = figure.unit === 'people' && isSmallCount(figure.people ?? figure.value, limit)
          return { text: isSmall ? `<${limit + 1}` : common.suppressed, withheld: true }
        }
        if (!isHidden || cell.withheld === true || table.columns[column]?.numeric !== true) return cell
        return { text: '–', value: '' }
      })
    })
  }
}
