import type { SealedModel } from '#engine/models/document/model-document.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { StoreApi } from '../workers/store/protocol/store-protocol.ts'
import { Announcer } from './feedback/announce.svelte.ts'
import { AsOfChoice } from './session/as-of-choice.ts'
import { Appearance } from './settings/appearance.svelte.ts'
import type { HistoryPort } from './navigation/browser-history.ts'
import { Commands } from './command-table.svelte.ts'
import { PopulationContext } from './navigation/context.svelte.ts'
import { FiguresFitness } from './figure-fitness.svelte.ts'
import { GapDrawerState } from './worklist/gap-drawer.svelte.ts'
import { GapList } from './worklist/gap-list.svelte.ts'
import type { HostLink } from '../host/host-link.ts'
import { BoardQueries } from './boards/board-queries.svelte.ts'
import { computingRules } from './computing-rules.ts'
import { PastData } from './boards/past-data.svelte.ts'
import type { SecondStore } from './boards/second-store.ts'
import { BoardsState } from './boards/boards.svelte.ts'
import { tablesVersion } from './query/tables-version.ts'
import { createSqlClient } from '../workers/sql/sql-client.ts'
import { BackgroundTasks } from './feedback/background-tasks.svelte.ts'
import { Cores } from './settings/cores.svelte.ts'
import { PopulationMemory } from './settings/memory.svelte.ts'
import { ManagedPolicies } from './settings/managed-policies.svelte.ts'
import { MisplacedFiles } from './session/misplaced-files.svelte.ts'
import { ModelsState } from './models/models.svelte.ts'
import { Overlays } from './navigation/overlays.svelte.ts'
import { PageFailures } from './feedback/page-failures.ts'
import { tellFailedDownloads } from './feedback/failed-downloads.ts'
import { PanelQueries } from './query/panels.svelte.ts'
import { RiskQueries } from './risk/risk-queries.svelte.ts'
import { Reveal } from './session/reveal.svelte.ts'
import { storeForRole } from './session/store-for-role.ts'
import { LinkedPlace } from './linked-place.svelte.ts'
import { Router } from './navigation/router.svelte.ts'
import { RowsDrawerState } from './navigation/rows.svelte.ts'
import { CohortBuilder } from './cohorts/cohort-builder.svelte.ts'
import { CohortsState } from './cohorts/cohorts.svelte.ts'
import { SavedViews } from './drafts/saved-views.svelte.ts'
import { ScreenMemory } from './navigation/screen-memory.ts'
import { SettingsState } from './settings/settings.svelte.ts'
import { SmallCells } from './settings/small-cell-setting.svelte.ts'
import { Toasts } from './feedback/toasts.svelte.ts'
import type { App } from './app.ts'
import { createDataState, type DataStateDependencies } from './create-data-state.ts'
import { createMeasuringState, type MeasuringStateDependencies } from './create-measuring-state.ts'
import { createExportControls } from './export-controls.ts'
import { refreshAfterChanges } from './refresh-after-changes.ts'

/** What the page is built on. */
export interface AppDependencies
  extends
    Pick<DataStateDependencies, 'onProgress' | 'onKept'>,
    Pick<MeasuringStateDependencies, 'onMeasuring' | 'onReport'> {
  readonly transport: Transport
  readonly link: HostLink
  readonly store: StoreApi
  /** Starts another worker, for data next to those on the screens. */
  readonly startStore: () => SecondStore
  readonly history: HistoryPort
}

/** Builds the state and reads what the host can do. */
export async function createApp(dependencies: AppDependencies): Promise<App> {
  const { transport: services, link, store: everybody, startStore, history } = dependencies
  const toasts = new Toasts()
  tellFailedDownloads(services, toasts)
  const settings = new SettingsState(services, toasts)
  const policies = new ManagedPolicies(services, toasts)
  const { follow, ...controls } = createExportControls(services, settings)
  const { transport, access, drafts } = controls
  const store = storeForRole(everybody, access)
  const info = await transport.call('app.info', undefined)
  await Promise.all([settings.load(), policies.load()])
  await access.load()
  const cores = new Cores(settings, store, toasts)
  const memory = new PopulationMemory(settings, store, toasts, info.memoryBytes)
  await Promise.all([cores.apply(), memory.apply()])
  const router = new Router(history)
  const context = new PopulationContext(router)
  const panels = new PanelQueries(store, context)
  const tasks = new BackgroundTasks()
  const overlays = new Overlays()
  const asOfChoice = new AsOfChoice(settings, context)
  const base = { info, transport, store, settings, router, context, panels, asOfChoice, tasks, toasts }
  const data = await createDataState({ ...base, onProgress: dependencies.onProgress, onKept: dependencies.onKept })
  const { session, snapshots } = data
  // Neither holds the first screen up.
  void data.connections.refresh()
  void data.exports.refresh()
  await drafts.load()
  const savedViews = new SavedViews({ settings, store, toasts })
  await savedViews.announce()
  const cohorts = new CohortsState({ drafts, store, session, context, panels, toasts })
  const measuring = await createMeasuringState({
    ...base,
    policies,
    session,
    snapshots,
    onMeasuring: dependencies.onMeasuring,
    onReport: dependencies.onReport
  })
  const { measures, measureResults } = measuring
  const boards = new BoardsState({ transport, drafts, toasts })
  const risk = new RiskQueries({ store, context, panels, drafts, toasts })
  const models = new ModelsState({ drafts, store, context, panels, tasks })
  const rules = computingRules({ measures, risk, models, toasts })
  // It compares the members of two snapshots, and gives their numbers alone.
  const past = new PastData({ transport, store: everybody, panels, cohorts, tasks, startStore, rules })
  const commands = new Commands({ ...base, ...data, access, overlays, boards, past })
  const host = refreshAfterChanges(link, { ...data, ...measuring, access, policies, settings, drafts })
  const pinOf = ({ document, hash }: SealedModel) => ({ outcome: document.outcome.id, hash })
  follow(() => ({
    route: router.route,
    filters: context.filters,
    runs: measures.runs,
    registries: (session.summary?.registries ?? []).map(({ id }) => id),
    starTables: settings.value.starTables.map(({ name }) => name),
    ownRiskTables: risk.inUse.tables.filter(({ isDefinition }) => isDefinition),
    model: models.chosen && pinOf(models.chosen),
    models: models.list.map(pinOf),
    cohort: (id) => cohorts.find(id)
  }))
  const failures = new PageFailures(transport, () => router.route.screen)
  return {
    ...base,
    ...controls,
    ...data,
    ...measuring,
    host,
    failures,
    fitness: new FiguresFitness({ store, panels, context, settings, measures, failures }),
    misplaced: new MisplacedFiles(transport, toasts),
    policies,
    link: new LinkedPlace({ transport, router, session, panels, access, toasts }),
    savedViews,
    boards,
    past,
    boardFigures: new BoardQueries({
      store,
      panels,
      measureResults,
      risk,
      cohorts,
      session,
      measuresRunning: () => measures.running !== undefined,
      tablesVersion: () => tablesVersion({ panels, savedViews, cohorts, measures, models }),
      startSql() {
        // A statement may list whom it finds.
        if (!access.may('query')) access.require('people')
        return createSqlClient(store, () => undefined)
      }
    }),
    cohorts,
    cohortBuilder: new CohortBuilder({ store, drafts, cohorts }),
    gap: new GapDrawerState(),
    gapList: new GapList(),
    places: { patients: new ScreenMemory(), gaps: new ScreenMemory() },
    risk,
    models,
    appearance: new Appearance(settings),
    cores,
    memory,
    smallCells: new SmallCells(settings, () => (session.loaded?.report.restricted?.counted ?? 0) > 0),
    commands,
    reveal: new Reveal({ transport, session, panels }),
    rows: new RowsDrawerState(() => {
      const refusal = access.refusal('people')
      if (refusal !== undefined) toasts.show(refusal, { kind: 'failed' })
      return refusal === undefined
    }),
    announcer: new Announcer(),
    overlays
  }
}
