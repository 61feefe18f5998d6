import type { CodingChunk, ColumnChunk } from './chunk.ts'
import type { OrderedChunk } from './chunk-order.ts'

/** What one chunk has for one table. Columns are let go as they are taken over, so that memory is not needed twice. */
export interface TablePart {
  readonly firstResource: number
  readonly rows: number
  /** Row in the chunk's resources that each row comes from. */
  readonly resource: Int32Array
  readonly columns: (ColumnChunk | undefined)[]
  /** Resources of the chunk. */
  readonly resources: number
  /** All codings of the table's main concept, where they are kept. */
  readonly codings: CodingChunk | undefined
}

/**
 * The parts of every table in source order.
 * @param codingOf index into the plan's codings by table, -1 without
 */
export function partsByTable(chunks: readonly OrderedChunk[], codingOf: readonly number[]): TablePart[][] {
  const parts: TablePart[][] = codingOf.map(() => [])
  for (const { firstResource, tables, codings, resources } of chunks) {
    for (const { table, rows, resource, columns } of tables) {
      parts[table]!.push({
        firstResource,
        rows,
        resource,
        columns: [...columns],
        resources: resources.count,
        codings: codings.find(({ coding }) => coding === codingOf[table])
      })
    }
  }
  return parts
}
