/// <reference lib="webworker" />
import { readRange } from '#engine/base/source/read-range.ts'
import { openBlobEntry } from '#engine/base/source/blob-archive.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { cohortTables } from '#engine/cohorts/members/cohort-tables.ts'
import type { Explorer } from '#engine/explore/explorer.ts'
import { viewPack } from '#engine/tables/interchange/view-pack.ts'
import { exportFormats, writeFile } from '#engine/tables/interchange/write-file.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { limitToScopes } from '#engine/population/scope/limit-to-scopes.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import { sqlCatalog } from '#engine/tables/sql/sql-catalog.ts'
import { tableParts } from '#engine/tables/model/table-parts.ts'
import type { TableSource } from '#engine/tables/model/table-source.ts'
import { tableSources, type TableSources } from '#engine/tables/sql/table-sources.ts'
import { StillArriving } from '#engine/store/cache/arriving.ts'
import type { Store } from '#engine/store/model/store.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'
import { saveStore } from './save-store.ts'
import { createLazyMeasures } from '../measures/lazy-measures.ts'
import { openSource } from '../ingest/open-source.ts'
import { completeOf, createPopulationLoader, type LoadedStore } from './population-loader.ts'
import type { PageApi, StoreApi } from './protocol.ts'
import { canonicalViews, registryDefinitions } from '../base/resources.ts'
import { CurrentRegistries } from './current-registries.ts'
import { createLazyRisk } from './lazy-risk.ts'
import { rejectsCsv } from './rejects-csv.ts'
import { callable, serve } from '../base/rpc.ts'
import { createSavedViews } from './saved-views.ts'
import { createStoreCohorts } from './store-cohorts.ts'
import { createStoreChecks } from './store-checks.ts'
import { createStoreModels } from './store-models.ts'
import { populationOf } from '#engine/population/selection/population.ts'

const page = callable<PageApi>(self)
const registries = new CurrentRegistries(loadRegistries(registryDefinitions))
const risk = createLazyRisk()
let loaded: LoadedStore | undefined

function population(): LoadedStore {
  if (loaded === undefined)
    throw new AppError('not-found', 'No data are loaded. Open a folder or the sample population.')
  return loaded
}

const measures = createLazyMeasures(async () => {
  const { starTables } = await import('../measures/star-tables.ts')
  return { host: page, loaded: () => loaded, registries, stars: starTables() }
})

const models = createStoreModels({
  population: () => populationOf(population().store, registries.list),
  risk: () => risk.definitions()
})

const dataChecks = createStoreChecks(() => registries.list)

/** Cross-filtering over the population; its cohorts go with it. */
function explorer(): Explorer {
  return registries.explorer(population().shards, () => measures.forTables())
}

/** The tables of the population on a date. */
async function tablesOn(asOf: Day): Promise<TableSources> {
  const definitions = await risk.definitions()
  return tableSources(population().store, {
    registries: registries.list,
    asOf,
    risk: definitions,
    more: cohortTables(explorer().cohorts, population().store, asOf),
    ...measures.forTables()
  })
}

const savedViews = createSavedViews(() => {
  const { store, sources } = population()
  return {
    store,
    open: (file) => {
      const source = sources[file]
      if (source === undefined)
        throw new AppError('not-found', 'The files of these data cannot be read again. Load them once more.')
      return openSource(source, (request) => page.open(request))
    }
  }
})

/** A table, or a view of the user's own, by its name. @throws AppError `not-found` */
async function tableCalled(name: string, asOf: Day): Promise<TableSource> {
  const table = (await tablesOn(asOf)).get(name) ?? (await savedViews.table(name))
  if (table === undefined) throw new AppError('not-found', `There is no table “${name}”.`)
  return table
}

/** Calculates what the first screen asks for, so that it is there at once when the load reports that it is ready. */
function prepareFirstScreen(store: Store): void {
  const today = Math.floor(store.snapshot.loadedAt / 86_400_000)
  const { lastDay } = runPanel(store, registries.list, 'summary', { asOf: today, filters: [] }, {})
  runPanel(store, registries.list, 'overview', { asOf: lastDay ?? today, filters: [] }, {})
}

const loader = createPopulationLoader({
  host: page,
  views: canonicalViews,
  limits: () => page.limits(),
  limit: (store, limits) => limitToScopes(store, registries.list, limits),
  loaded: () => loaded,
  replace(next) {
    measures.reset()
    loaded = next
  },
  prepare: prepareFirstScreen
})

/** Answers from the columns that are there, or else when all have been read. */
async function whenArrived<T>(ask: () => T): Promise<T> {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof StillArriving)) throw error
    await population().whole
    return ask()
  }
}

/** Calls that may need any column wait until all have been read. */
function waitForColumns<A extends object>(api: A): A {
  const wait = (call: (...args: unknown[]) => unknown) => {
    return async (...args: unknown[]): Promise<unknown> => {
      await loaded?.whole
      return call(...args)
    }
  }
  return Object.fromEntries(
    Object.entries(api).map(([name, call]) => [name, wait(call as (...args: unknown[]) => unknown)])
  ) as A
}

const availableWhileLoading: Pick<
  StoreApi,
  'load' | 'restore' | 'cancelLoad' | 'close' | 'panel' | 'viewCancel' | 'viewProgress'
> = {
  load: (request) => loader.load(request),
  restore: (request) => loader.restore(request),

  async cancelLoad() {
    loader.cancel()
  },

  async close() {
    measures.reset()
    loaded = undefined
  },

  async panel(name, context, params) {
    const more = 'selector' in params ? params.selector.filters : []
    await risk.prepare(population().store, registries.list, [...context.filters, ...more])
    await models.prepare([...context.filters, ...more])
    return whenArrived(() => {
      const { store, absent } = population()
      return runPanel(store, registries.list, name, context, params, absent)
    })
  },

  viewProgress: savedViews.viewProgress,
  viewCancel: savedViews.viewCancel
}

const needsAllColumns: Omit<StoreApi, keyof typeof availableWhileLoading> = {
  ...measures.api,
  ...models.api,
  ...createStoreCohorts({ explorer, measures: () => measures.forTables() }),

  async riskPanel(name, context, params) {
    return risk.panel(population().store, registries.list, name, context, params)
  },

  async riskTables(files) {
    return risk.setTables(population().store, files)
  },

  async keep(keepId) {
    const { sources, ...data } = population()
    const complete = { store: completeOf({ ...data, sources }), sources }
    await saveStore(keepId, complete, await viewMarks(canonicalViews), page)
  },

  async raw({ resourceType, index }) {
    const { store, sources } = population()
    const resources = store.resources.get(resourceType)
    const source = sources[resources?.file[index] ?? -1]
    if (resources === undefined || source === undefined)
      throw new AppError('not-found', 'This resource is not in the loaded data.')
    const offset = resources.offset[index]!
    const length = resources.length[index]!
    if (source.kind === 'import') {
      const { importId, file } = source
      const url = await page.open({ importId, file, offset, length })
      return new Response(await fetchBytes(url)).text()
    }
    const { blob, entry } = source
    const open = async (): Promise<ReadableStream<Uint8Array>> =>
      entry === undefined ? blob.stream() : openBlobEntry(blob, entry)
    return new TextDecoder().decode(await readRange(open, offset, length))
  },

  async checks() {
    return dataChecks(population().shards)
  },

  async rejectsCsv() {
    return rejectsCsv(population().store)
  },

  async tables(asOf) {
    return [...sqlCatalog(await tablesOn(asOf)), ...savedViews.catalog()]
  },

  async tableParts(need, { asOf, revealed }) {
    return tableParts(await tableCalled(need.table, asOf), population().store.concepts, need, revealed)
  },

  async exportTable(name, format, source, { asOf, revealed }) {
    const table = await tableCalled(name, asOf)
    const parts = await writeFile(exportTableOf(table, population().store.concepts, source, revealed), format)
    return new Blob(parts, { type: exportFormats[format] })
  },

  async exportViews() {
    return new Blob([await viewPack(canonicalViews, savedViews.definitions())], { type: 'application/zip' })
  },

  async builtInViews() {
    return [
      ...canonicalViews.r4.map((definition) => ({ release: 'r4' as const, definition })),
      ...canonicalViews.r5.map((definition) => ({ release: 'r5' as const, definition }))
    ]
  },

  viewPreview: savedViews.viewPreview,
  viewCount: savedViews.viewCount,
  setViews: savedViews.setViews,

  async exploreOpen(request) {
    return explorer().open(request)
  },

  async exploreAsk(brushes, pivot) {
    return explorer().ask(brushes, pivot)
  }
}

serve(self, { ...availableWhileLoading, ...waitForColumns(needsAllColumns) } satisfies StoreApi)
