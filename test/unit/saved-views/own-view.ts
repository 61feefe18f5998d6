import { noConcepts } from '#engine/tables/model/no-concepts.ts'
import { readViewTable } from '#engine/tables/saved-views/view-table.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import type { TextFile } from '../../support/load-store.ts'
import { rowsOf } from '../../support/sql-rows.ts'

/** Opens the files that a store was made of, by their number. */
export function opener(files: readonly TextFile[]): (file: number) => () => Promise<ReadableStream<Uint8Array>> {
  return (file) => {
    const { content } = files[file]!
    const text =
      typeof content === 'string'
        ? content
        : (content as readonly unknown[]).map((line) => `${JSON.stringify(line)}\n`).join('')
    return async () => streamOf([bytesOf(text)])
  }
}

/** The table of a view over a store, with its rows. */
export async function rowsOfView(definition: ViewDefinition, store: Store, files: readonly TextFile[], rows?: number) {
  const table = await readViewTable(definition, store, opener(files), rows === undefined ? {} : { rows })
  const { cells, rows: count } = rowsOf(table.source, noConcepts)
  return { ...table, rows: Array.from({ length: count }, (_, row) => cells.map((cell) => cell(row))) }
}

/** A view of Patient resources. */
export const patient = (columns: ViewDefinition['select'], more: Partial<ViewDefinition> = {}): ViewDefinition => ({
  resource: 'Patient',
  name: 'mine',
  select: columns,
  ...more
})
