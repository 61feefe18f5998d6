import type { IdColumn } from '../store/column.ts'
import { isNoUuid, uuidText } from '../store/uuid-words.ts'

/** The resource id in a row, '' when there is none. */
export function idText(column: IdColumn, row: number): string {
  return isNoUuid(column.words, row * 4) ? (column.others.get(row) ?? '') : uuidText(column.words, row * 4)
}
