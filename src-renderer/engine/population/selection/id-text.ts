import type { IdColumn } from '../../store/model/column.ts'
import { idAt } from '../../store/model/id-column.ts'

/** The resource id in a row, '' when there is none. */
export function idText(column: IdColumn, row: number): string {
  return idAt(column, row) ?? ''
}
