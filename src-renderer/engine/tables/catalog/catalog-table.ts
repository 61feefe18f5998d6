import type { ColumnKind } from '../../store/model/column.ts'
import type { TableLayout } from './lay-out-table.ts'

/** A table as catalog scripts describe it. */
export interface CatalogTable {
  readonly name: string
  readonly description: string
  readonly isPartitioned: boolean
  /** As the files have them; the column of the partitions is not among them. */
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind; readonly description: string }[]
}

/** What the scripts need of a table that was laid out. */
export function catalogTableOf({ table: { name, description, columns }, isPartitioned }: TableLayout): CatalogTable {
  return {
    name,
    description,
    isPartitioned,
    columns: columns.map((column) => ({
      name: column.name,
      kind: column.column.kind,
      description: column.description
    }))
  }
}

/** Lines of a comment in SQL; what could end a line becomes a blank. */
export function commentLines(lines: readonly string[]): string {
  return lines.map((line) => `-- ${line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}\n`).join('')
}
