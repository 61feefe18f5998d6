import { isSmallFigure } from '#engine/base/privacy/small-cells.ts'
import type { TableData } from './delimited.ts'

/** A table without the bare values and figures of small groups; their cells say so in words. */
export function withholdSmallCells(table: TableData, limit: number): TableData {
  if (limit <= 0) return table
  return {
    columns: table.columns,
    rows: table.rows.map((row) =>
      row.map((cell) => {
        if (cell.figure === undefined || !isSmallFigure(cell.figure, limit)) return cell
        return { text: cell.figure.unit === 'people' ? `<${limit + 1}` : 'suppressed', withheld: true }
      })
    )
  }
}
