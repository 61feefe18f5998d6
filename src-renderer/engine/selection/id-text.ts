import type { IdColumn } from '../store/column.ts'
import { idAt } from '../store/id-column.ts'

/** The resource id in a row, '' when there is none. */
export function idText(column: IdColumn, row: number): string {
  return idAt(column, row) ?? ''
}
