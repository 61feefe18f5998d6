import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { catalogTable, type SqlCatalogTable } from '#engine/tables/sql/sql-catalog.ts'
import { columnCells } from '#engine/tables/model/column-cells.ts'
import { noConcepts } from '#engine/tables/model/no-concepts.ts'
import { shownColumn } from '#engine/tables/model/table-parts.ts'
import type { TableSource } from '#engine/tables/model/table-source.ts'
import { plainColumns } from '#engine/tables/saved-views/plain-columns.ts'
import {
  readViewTable,
  viewTableColumns,
  viewTableName,
  type ViewTable,
  type ViewTableOptions
} from '#engine/tables/saved-views/view-table.ts'
import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import type { Store } from '#engine/store/model/store.ts'
import { compileView } from '#engine/views/compile-view.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { AppError } from '#shared/app-error.ts'
import type { ViewApi, ViewCountProgress, ViewPreview } from './protocol/view-protocol.ts'

/** A population whose files can be read again. */
export interface ReadableStore {
  readonly store: Store
  readonly open: (file: number) => OpenBytes
}

/** Milliseconds of work after which other calls get their turn. */
const TURN_MS = 12

/** Views of the user's own over the loaded population. */
export interface SavedViewTables extends Omit<ViewApi, 'builtInViews'> {
  /** The views by the names of their tables. */
  definitions(): ReadonlyMap<string, ViewDefinition>
  /** The tables that they make; without rows where they were not read yet. */
  catalog(): readonly SqlCatalogTable[]
  /** A table by its name, read now if need be; undefined when no view has the name. */
  table(name: string): Promise<TableSource | undefined>
}

/** @param population the present one; @throws AppError when nothing is loaded */
export function createSavedViews(population: () => ReadableStore): SavedViewTables {
  let views: ReadonlyMap<string, ViewDefinition> = new Map()
  /** Read tables by the text of their definitions; they go with their population. */
  const read = new WeakMap<Store, Map<string, Promise<ViewTable>>>()
  let current: AbortController | undefined
  let progress: ViewCountProgress | undefined

  function begin(): AbortSignal {
    current?.abort(new AppError('cancelled', m.anotherRunTookItsPlace))
    current = new AbortController()
    progress = undefined
    return current.signal
  }

  function tableOf(definition: ViewDefinition, options: ViewTableOptions): Promise<ViewTable> {
    const { store, open } = population()
    const known = read.get(store) ?? new Map<string, Promise<ViewTable>>()
    read.set(store, known)
    const key = JSON.stringify(definition)
    const found = known.get(key)
    if (found !== undefined) return found
    // Of views that are not saved only the last one is kept.
    const saved = new Set(Array.from(views.values(), (each) => JSON.stringify(each)))
    for (const old of known.keys()) if (!saved.has(old)) known.delete(old)
    const made = readViewTable(definition, store, open, options)
    known.set(key, made)
    // What failed is tried again the next time.
    made.catch(() => known.delete(key))
    return made
  }

  return {
    async viewPreview(definition, rows, revealed) {
      const signal = begin()
      const { store, open } = population()
      const started = performance.now()
      const table = await readViewTable(definition, store, open, { signal, rows, between: inTurns() })
      return previewOf(definition, table, revealed, (performance.now() - started) / 1000)
    },

    async viewCount(definition) {
      const signal = begin()
      const started = performance.now()
      const turn = inTurns()
      const { source, findings, resources } = await tableOf(definition, {
        signal,
        between: (next) => {
          progress = next
          return turn()
        }
      })
      return { rows: source.rows, findings, resources, seconds: (performance.now() - started) / 1000 }
    },

    viewProgress: async () => progress,

    async viewCancel() {
      current?.abort(new AppError('cancelled', m.theViewWasStopped))
    },

    async setViews(definitions) {
      views = new Map(definitions.map((definition) => [viewTableName(definition), definition]))
    },

    definitions: () => views,

    catalog: () =>
      Array.from(views, ([name, definition]) =>
        catalogTable({
          name,
          group: 'Views',
          description: definition.description ?? definition.title ?? m.aViewOf(definition.resource),
          rows: undefined,
          columns: viewTableColumns(compileView(plainColumns(definition)))
        })
      ),

    async table(name) {
      const definition = views.get(name)
      if (definition === undefined) return undefined
      try {
        return (await tableOf(definition, { between: inTurns() })).source
      } catch (error) {
        // A count that was ended may have been under way; who asks for the table has not ended anything.
        if (!(error instanceof AppError && error.code === 'cancelled')) throw error
        return (await tableOf(definition, { between: inTurns() })).source
      }
    }
  }
}

/** Lets other calls of the worker in between. */
function inTurns(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < TURN_MS) return undefined
    return new Promise((resolve) => {
      setTimeout(() => {
        since = performance.now()
        resolve()
      })
    })
  }
}

function previewOf(definition: ViewDefinition, table: ViewTable, revealed: boolean, seconds: number): ViewPreview {
  const { source, findings, resources, of, complete } = table
  const declared = new Map(compileView(plainColumns(definition)).columns.map(({ name, type }) => [name, type]))
  const cells = source.columns.map(({ name }) => columnCells(shownColumn(source, name, revealed), noConcepts)[0]!)
  return {
    columns: source.columns.map(({ name, kind, description, identifying }) => ({
      name,
      type: declared.get(name),
      kind,
      description,
      identifying: identifying === true
    })),
    rows: Array.from({ length: source.rows }, (_, row) => cells.map((cell) => cell(row))),
    findings,
    resources,
    of,
    complete,
    seconds
  }
}
