import type { CodingChunk, ColumnChunk, JoinedChunk, StoreChunk } from '../model/chunk.ts'
import { orderChunks, type OrderedChunk } from '../model/chunk-order.ts'
import type { TablePlan } from '../model/plan.ts'

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

/** Chunks in source order, without their rows, which stand by table. */
export interface SortedChunks {
  readonly chunks: readonly OrderedChunk[]
  /** One list for each table of the plan. */
  readonly parts: TablePart[][]
}

/**
 * Puts chunks in source order, and their rows by table.
 * @param chunks are taken out of their list, so that nothing holds their rows but the parts
 * @param ranks place of each file when files are sorted by name
 */
export function sortChunks(
  chunks: (StoreChunk | JoinedChunk)[],
  ranks: readonly number[],
  plan: TablePlan
): SortedChunks {
  const parts: TablePart[][] = plan.tables.map(() => [])
  const ordered = orderChunks(chunks.splice(0), ranks)
  for (const { firstResource, tables, codings, resources } of ordered) {
    for (const { table, rows, resource, columns } of tables) {
      parts[table]!.push({
        firstResource,
        rows,
        resource,
        columns: [...columns],
        resources: resources.count,
        codings: codings.find(({ coding }) => plan.codings[coding] === plan.tables[table]!.name)
      })
    }
  }
  return { chunks: ordered.map((chunk) => ({ ...chunk, tables: [], codings: [] })), parts }
}
