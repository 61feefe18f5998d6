/// <reference lib="webworker" />
import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { cohortTables } from '#engine/cohorts/members/cohort-tables.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import type { Explorer } from '#engine/explore/explorer.ts'
import { describeMatches } from '#engine/matching/describe-matches.ts'
import { shownMatches } from '#engine/matching/shown-matches.ts'
import { limitShards, limitToScopes } from '#engine/population/scope/limit-to-scopes.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { whenArrived } from '#engine/store/cache/arriving.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import { saveStore } from './save-store.ts'
import { createLazyMeasures } from '../measures/lazy-measures.ts'
import { openSource } from '../ingest/open-source.ts'
import { completeOf, type LoadedStore } from './loaded-store.ts'
import { createPopulationLoader } from './population-loader.ts'
import type { PageApi, StoreApi } from './protocol/store-protocol.ts'
import { requireRecords } from '../base/require-records.ts'
import { QuietTime } from '../base/quiet-time.ts'
import { holdForLife } from '../base/worker-life.ts'
import { canonicalViews, registryDefinitions } from '../base/resources.ts'
import { CurrentRegistries } from './current-registries.ts'
import { createLazyRisk } from './lazy-risk.ts'
import { readRaw } from './read-raw.ts'
import { rejectsCsv } from './rejects-csv.ts'
import { callable, serve } from '#engine/base/threads/rpc.ts'
import { webPort } from '../base/web-thread.ts'
import { startPanelWorker } from '../panels/start-panel-worker.ts'
import { createSavedViews } from './saved-views.ts'
import { createStoreCohorts } from './store-cohorts.ts'
import { createStoreChecks } from './store-checks.ts'
import { createStoreModels } from './store-models.ts'
import { createStorePanels } from './store-panels.ts'
import { createStoreSharing } from './store-sharing.ts'
import { createStoreTables } from './store-tables.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'

const port = webPort(self)
const page = callable<PageApi>(port)
const registries = new CurrentRegistries(loadRegistries(registryDefinitions))
const risk = createLazyRisk()
let loaded: LoadedStore | undefined
/** Bytes that a population may use. */
let memory = Number.POSITIVE_INFINITY

function population(): LoadedStore {
  if (loaded === undefined) throw new AppError('not-found', m.noDataAreLoadedOpenA)
  return loaded
}

function populationWithRecords(): LoadedStore {
  requireRecords(population())
  return population()
}

const standsFor = (): ReadonlyMap<string, string> => loaded?.matching?.standsFor ?? new Map<string, string>()

const measures = createLazyMeasures(async () => {
  const { starTables } = await import('../measures/star-tables.ts')
  return { host: page, loaded: () => loaded, standsFor, registries, stars: starTables() }
})

const models = createStoreModels({
  population: () => allPeople(shardedPopulation(population().shards, registries.list)[0]!),
  risk: () => risk.definitions()
})

const quietTime = new QuietTime()
const dataChecks = createStoreChecks(
  () => registries.list,
  () => quietTime.wait()
)

/** Makes filters known whose code is loaded when somebody first asks. */
async function prepareFilters(filters: readonly Filter[]): Promise<void> {
  await risk.prepare(population().shards, registries.list, filters)
  await models.prepare(filters)
}

/** Cross-filtering over the population; its cohorts go with it. */
function explorer(): Explorer {
  return registries.explorer(population().shards, () => measures.forTables())
}

const savedViews = createSavedViews(() => {
  const { store, sources } = populationWithRecords()
  return {
    store,
    open: (file) => {
      const source = sources[file]
      if (source === undefined) throw new AppError('not-found', m.theFilesOfTheseDataCannot)
      return openSource(source, (request) => page.open(request))
    }
  }
})

const tables = createStoreTables({
  shards: () => population().shards,
  more: async (asOf) => [...cohortTables(explorer().cohorts, asOf), ...(await models.tables(asOf))],
  risk: () => risk.definitions(),
  measures: () => measures.forTables(),
  registries: () => registries.list,
  savedViews
})

const panels = createStorePanels(
  () => registries.list,
  {
    cores: navigator.hardwareConcurrency,
    memory: (navigator as Navigator & { readonly deviceMemory?: number }).deviceMemory,
    isShared: crossOriginIsolated
  },
  () => startPanelWorker((lock, memory) => page.watchWorker(lock, memory))
)

/** Calculates what the first screen shows first, so that it is there at once when the load reports that it is ready. */
async function prepareFirstScreen(shards: readonly PopulationShard[]): Promise<void> {
  await panels.open(shards)
  const today = Math.floor(shards[0]!.store.snapshot.loadedAt / 86_400_000)
  const { lastDay } = await panels.panel(shards, 'extent', { asOf: today, filters: [] }, {}, [])
  const people = { panel: 'overview', params: {}, part: 'people' } as const
  await panels.panel(shards, 'part', { asOf: lastDay ?? today, filters: [] }, people, [])
}

const loader = createPopulationLoader({
  host: page,
  views: canonicalViews,
  decisions: () => page.decisions(),
  limits: () => page.limits(),
  limit: (store, limits) => limitToScopes(store, registries.list, limits),
  limitShards: (limits) => limitShards(registries.list, limits),
  memory: () => memory,
  loaded: () => loaded,
  replace(next) {
    measures.reset()
    loaded?.removeParts?.()
    loaded = next
    // Columns that turn out to be damaged are rebuilt, which opens them again.
    next.whole.then(
      () => (loaded === next ? panels.open(next.shards) : undefined),
      () => undefined
    )
  },
  prepare: prepareFirstScreen
})

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
  | 'hold'
  | 'load'
  | 'restore'
  | 'rematch'
  | 'cancelLoad'
  | 'close'
  | 'setCores'
  | 'cores'
  | 'setMemory'
  | 'panel'
  | 'viewCancel'
  | 'viewProgress'
> = {
  hold: (lock) => holdForLife(lock),
  load: (request) => loader.load(request),
  restore: (request) => loader.restore(request),
  rematch: () => loader.rematch(),

  async cancelLoad() {
    loader.cancel()
  },

  async close() {
    measures.reset()
    panels.close()
    loaded?.removeParts?.()
    loaded = undefined
  },

  setCores: (cores) => panels.setCores(cores),

  async cores() {
    return panels.cores()
  },

  async setMemory(bytes) {
    memory = bytes
  },

  async panel(name, context, params) {
    const more = 'selector' in params ? params.selector.filters : []
    await prepareFilters([...context.filters, ...more])
    const ask = () => {
      const { shards, absent } = population()
      return panels.panel(shards, name, context, params, absent)
    }
    return whenArrived(ask, () => population().whole)
  },

  viewProgress: savedViews.viewProgress,
  viewCancel: savedViews.viewCancel
}

const needsAllColumns: Omit<StoreApi, keyof typeof availableWhileLoading> = {
  ...measures.api,
  async measurePanel(name, period, context, params) {
    risk.placePeople(population().shards, registries.list)
    return measures.api.measurePanel(name, period, context, params)
  },
  ...models.api,
  ...createStoreSharing(() => population().shards),
  ...tables,
  ...createStoreCohorts({ explorer, measures: () => measures.forTables(), prepare: prepareFilters }),

  async riskPanel(name, context, params) {
    return risk.panel(population().shards, registries.list, name, context, params)
  },

  async riskTables(files) {
    return risk.setTables(loaded?.shards ?? [], files)
  },

  async keep(keepId) {
    const { sources, ...data } = populationWithRecords()
    const isDivided = data.shards.length > 1
    const complete = { store: completeOf({ ...data, sources }), sources, isDivided, parts: data.parts }
    await saveStore(keepId, complete, await viewMarks(canonicalViews), page)
  },

  async raw(ref, signal) {
    return readRaw(population(), ref, (request) => page.open(request), signal)
  },

  async matches(revealed) {
    const { matching, store } = population()
    if (matching === undefined) return undefined
    if ((await page.limits()).scopes !== undefined) throw new AppError('not-allowed', m.yourRoleShowsSomeOfThe)
    return describeMatches(matching.before, shownMatches(store, matching.result), matching.duplicates, revealed)
  },

  async checks() {
    return dataChecks(population().shards)
  },

  async rejectsCsv() {
    return rejectsCsv(population().store)
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

serve(port, quietTime.noting({ ...availableWhileLoading, ...waitForColumns(needsAllColumns) } satisfies StoreApi))
