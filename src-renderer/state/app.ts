import { createContext } from 'svelte'
import type { SealedModel } from '#engine/models/document/model-document.ts'
import type { DataExport } from '#shared/contract/audit.ts'
import type { UsedDefinition } from '#shared/governance/definition.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { AppInfo } from '#shared/contract/host.ts'
import type { MeasureProgress } from '../workers/measures/measure-protocol.ts'
import type { ReportReceiver } from '../workers/measures/report-writer.ts'
import type { LoadProgress, StoreApi } from '../workers/store/protocol.ts'
import { Access } from './session/access.svelte.ts'
import { Announcer } from './feedback/announce.svelte.ts'
import { AsOfChoice } from './session/as-of-choice.ts'
import { Appearance } from './settings/appearance.svelte.ts'
import type { HistoryPort } from './navigation/browser-history.ts'
import { Commands } from './command-table.svelte.ts'
import { Connections } from './connections/connections.svelte.ts'
import { startContentClient } from '../workers/content/content-client.ts'
import { ContentImport } from './measures/content-import.svelte.ts'
import { PopulationContext } from './navigation/context.svelte.ts'
import { Definitions } from './governance/definitions.svelte.ts'
import { restsOn, type ExportOrigin } from './governance/rests-on.ts'
import { Drafts } from './drafts/drafts.svelte.ts'
import { Exports } from './connections/exports.svelte.ts'
import { GapDrawerState, type GapsPlace } from './worklist/gap-drawer.svelte.ts'
import { GapList } from './worklist/gap-list.svelte.ts'
import { sendBytes } from '../host/send-bytes.ts'
import type { HostLink } from '../host/host-link.ts'
import { HostState } from './feedback/host-state.svelte.ts'
import { BoardQueries } from './boards/board-queries.svelte.ts'
import { PastData, type SecondStore } from './boards/past-data.svelte.ts'
import { BoardsState } from './boards/boards.svelte.ts'
import { createSqlClient } from '../workers/sql/sql-client.ts'
import { BackgroundTasks } from './feedback/background-tasks.svelte.ts'
import { Backup } from './session/backup.svelte.ts'
import { Lock } from './session/lock.svelte.ts'
import { Cores } from './settings/cores.svelte.ts'
import { PopulationMemory } from './settings/memory.svelte.ts'
import { ManagedPolicies } from './settings/managed-policies.svelte.ts'
import { MisplacedFiles } from './session/misplaced-files.svelte.ts'
import { Measures } from './measures/measures.svelte.ts'
import { ModelsState } from './models/models.svelte.ts'
import { Overlays } from './navigation/overlays.svelte.ts'
import { PageFailures } from './feedback/page-failures.ts'
import { PanelQueries } from './query/panels.svelte.ts'
import { RiskQueries } from './query/risk-queries.svelte.ts'
import { MeasureResults } from './measures/measure-results.svelte.ts'
import { ReportFiles } from './measures/report-files.svelte.ts'
import { AskedExportReason } from './session/asked-export-reason.svelte.ts'
import { Reveal } from './session/reveal.svelte.ts'
import type { ScreenName } from './navigation/route.ts'
import { LinkedPlace } from './linked-place.svelte.ts'
import { Router } from './navigation/router.svelte.ts'
import { RowsDrawerState } from './navigation/rows.svelte.ts'
import { CohortBuilder } from './cohorts/cohort-builder.svelte.ts'
import { CohortsState } from './cohorts/cohorts.svelte.ts'
import { SavedViews } from './drafts/saved-views.svelte.ts'
import { Sample } from './connections/sample.svelte.ts'
import { ScreenMemory, type ListPlace } from './navigation/screen-memory.ts'
import { Session } from './session/session.svelte.ts'
import { SettingsState } from './settings/settings.svelte.ts'
import { SmallCells } from './settings/small-cells.svelte.ts'
import { Snapshots } from './session/snapshots.svelte.ts'
import { Sources } from './connections/sources.svelte.ts'
import { sourceId } from './session/source-id.ts'
import { Toasts } from './feedback/toasts.svelte.ts'
import { WorklistState } from './worklist/worklist.svelte.ts'

/** The state of the whole page. Components get it from {@link useApp}. */
export interface App {
  readonly info: AppInfo
  readonly transport: Transport
  readonly access: Access
  /** Whether the services answer. */
  readonly host: HostState
  /** Takes failures of the page to the log. */
  readonly failures: PageFailures
  readonly store: StoreApi
  readonly session: Session
  readonly snapshots: Snapshots
  readonly sources: Sources
  readonly misplaced: MisplacedFiles
  readonly policies: ManagedPolicies
  readonly lock: Lock
  readonly backup: Backup
  /** What a link from outside leads to. */
  readonly link: LinkedPlace
  readonly connections: Connections
  readonly exports: Exports
  readonly sample: Sample
  readonly savedViews: SavedViews
  /** Unfinished work of every screen. */
  readonly drafts: Drafts
  readonly boards: BoardsState
  /** Figures of boards. */
  readonly boardFigures: BoardQueries
  /** An earlier snapshot beside the present data. */
  readonly past: PastData
  readonly cohorts: CohortsState
  readonly cohortBuilder: CohortBuilder
  readonly measures: Measures
  /** Which definitions are approved. */
  readonly definitions: Definitions
  /** What something that leaves the present screen rests on; undefined where that is not known. */
  readonly definitionsOf: (what: DataExport['what']) => UsedDefinition[] | undefined
  readonly contentImport: ContentImport
  readonly quality: MeasureResults
  /** Reports about single people that are being written. */
  readonly reportFiles: ReportFiles
  readonly worklist: WorklistState
  readonly gap: GapDrawerState
  readonly gapList: GapList
  /** Where somebody was on the Patients and Care gaps screens. */
  readonly places: { readonly patients: ScreenMemory<ListPlace>; readonly gaps: ScreenMemory<GapsPlace> }
  readonly context: PopulationContext
  readonly asOfChoice: AsOfChoice
  readonly router: Router
  readonly panels: PanelQueries
  /** Panels of the risk screen. */
  readonly risk: RiskQueries
  /** Models that are trained here. */
  readonly models: ModelsState
  readonly settings: SettingsState
  readonly appearance: Appearance
  readonly cores: Cores
  readonly memory: PopulationMemory
  readonly smallCells: SmallCells
  readonly commands: Commands
  readonly reveal: Reveal
  readonly exportReason: AskedExportReason
  readonly rows: RowsDrawerState
  readonly jobs: BackgroundTasks
  readonly toasts: Toasts
  readonly announcer: Announcer
  readonly overlays: Overlays
}

/** What the page is built on. */
export interface AppDependencies {
  readonly transport: Transport
  readonly link: HostLink
  readonly store: StoreApi
  /** Starts another worker, for data beside those on the screens. */
  readonly startStore: () => SecondStore
  readonly onProgress: (listener: (progress: LoadProgress) => void) => void
  /** Hears how much of what is being kept is on the disk, 0..1. */
  readonly onKept: (listener: (fraction: number) => void) => void
  /** Hears how far running measures are. */
  readonly onMeasuring: (listener: (progress: MeasureProgress) => void) => void
  /** Takes the bytes of reports about single people. */
  readonly onReport: (receiver: ReportReceiver) => void
  readonly history: HistoryPort
}

const [get, set] = createContext<App>()

/** The state of the page; call it while a component is set up. */
export const useApp = get
/** Hands the state to every component below the calling one. */
export const provideApp = set

/** Builds the state and reads what the host can do. */
export async function createApp({
  transport: bare,
  link,
  store,
  startStore,
  onProgress,
  onKept,
  onMeasuring,
  onReport,
  history
}: AppDependencies): Promise<App> {
  const toasts = new Toasts()
  const settings = new SettingsState(bare, toasts)
  const policies = new ManagedPolicies(bare, toasts)
  const exportReason = new AskedExportReason()
  const access = new Access(bare)
  const definitions = new Definitions(bare)
  const place: { around?: () => ExportOrigin } = {}
  const transport = definitions.over(
    exportReason.over(access.over(bare), () => settings.value.askExportReason),
    async (leaving) => {
      // What was just edited has to be where the services look.
      await drafts.flush()
      return place.around === undefined ? undefined : restsOn(leaving, place.around())
    }
  )
  const drafts = new Drafts(transport)
  const info = await transport.call('app.info', undefined)
  await Promise.all([settings.load(), policies.load()])
  await access.load()
  const cores = new Cores(settings, store, toasts)
  const memory = new PopulationMemory(settings, store, toasts, info.memoryBytes)
  await Promise.all([cores.apply(), memory.apply()])
  const router = new Router(history)
  const context = new PopulationContext(router)
  const panels = new PanelQueries(store, context)
  const jobs = new BackgroundTasks()
  const overlays = new Overlays()
  const asOfChoice = new AsOfChoice(settings, context)
  const session = new Session({
    transport,
    store,
    onProgress,
    router,
    context,
    panels,
    jobs,
    recallAsOf: (loaded) => asOfChoice.recall(loaded)
  })
  const snapshots = new Snapshots({ transport, store, session, settings, jobs, toasts, onKept })
  await snapshots.refresh()
  const lock = new Lock({ transport, snapshots, session, router, toasts })
  const backup = new Backup({
    transport,
    toasts,
    nativeDialogs: info.nativeDialogs,
    send: sendBytes
  })
  const connections = new Connections({ transport, toasts, snapshots })
  const sources = new Sources({ transport, store, session, snapshots, connections, toasts })
  const exports = new Exports({
    transport,
    jobs,
    toasts,
    snapshots,
    open: (snapshot, name) => void snapshots.openNamed(snapshot, name)
  })
  // Neither holds the first screen up.
  void connections.refresh()
  void exports.refresh()
  await drafts.load()
  const sample = new Sample({ transport, exports, snapshots, session })
  const savedViews = new SavedViews({ settings, store, toasts })
  await savedViews.announce()
  const cohorts = new CohortsState({ drafts, store, session, context, panels, toasts })
  const measures = new Measures({
    transport,
    store,
    context,
    settings,
    jobs,
    toasts,
    panels,
    onMeasuring,
    rest: () => restUnless(router)
  })
  await measures.open()
  const worklist = new WorklistState({ transport, store, toasts, unlock: () => snapshots.unlock() })
  const quality = new MeasureResults({
    store,
    context,
    panels,
    settings,
    toasts,
    measures,
    worklist,
    source: () => (session.loaded === undefined ? undefined : sourceId(session.loaded))
  })
  const boards = new BoardsState({ drafts, toasts })
  const risk = new RiskQueries(store, context, panels)
  const commands = new Commands({
    info,
    access,
    router,
    context,
    session,
    snapshots,
    lock,
    backup,
    sample,
    settings,
    overlays,
    boards,
    transport
  })
  exports.setAnswering(link.state === 'connected')
  link.watch((state) => exports.setAnswering(state === 'connected'))
  const readAgain = (): void => {
    void snapshots.refresh()
    void connections.refresh()
    void exports.refresh()
    void measures.refresh()
    void worklist.open(session.population)
    void drafts.load()
  }
  access.onChange = () => {
    // What is on the screens may be more than the roles include now.
    if (session.loaded !== undefined) void session.close()
    readAgain()
  }
  policies.onRecordRules = () => {
    // What is on the screens was made with the rules before.
    if (session.loaded !== undefined) void session.close()
  }
  const host = new HostState(link, () => {
    void settings.load()
    void access.load()
    readAgain()
  })
  const models = new ModelsState({ drafts, store, context, panels, jobs })
  const pinOf = ({ document, hash }: SealedModel) => ({ outcome: document.outcome.id, hash })
  place.around = () => ({
    route: router.route,
    filters: context.filters,
    runs: measures.runs,
    registries: (session.loaded?.summary.registries ?? []).map(({ id }) => id),
    starTables: settings.value.starTables.map(({ name }) => name),
    hasImportedRisk: risk.inUse.tables.some(({ kind }) => kind !== 'members' && kind !== 'areas'),
    model: models.chosen && pinOf(models.chosen),
    models: models.list.map(pinOf),
    cohort: (id) => cohorts.find(id)
  })
  return {
    info,
    transport,
    access,
    host,
    failures: new PageFailures(transport, () => router.route.screen),
    store,
    session,
    snapshots,
    sources,
    misplaced: new MisplacedFiles(transport, toasts),
    policies,
    lock,
    backup,
    link: new LinkedPlace({ transport, router, session, panels, access, toasts }),
    connections,
    exports,
    sample,
    savedViews,
    drafts,
    boards,
    past: new PastData({ transport, store, panels, cohorts, jobs, startStore }),
    boardFigures: new BoardQueries({
      store,
      panels,
      quality,
      risk,
      cohorts,
      session,
      startSql: () => createSqlClient(store, () => undefined)
    }),
    cohorts,
    cohortBuilder: new CohortBuilder({ store, drafts, cohorts }),
    measures,
    definitions,
    definitionsOf: (what) => place.around && restsOn({ what }, place.around()),
    contentImport: new ContentImport({
      transport,
      lists: async () => {
        if (measures.state !== 'ready') await measures.refresh()
        return store.codeLists()
      },
      startWorker: startContentClient
    }),
    quality,
    reportFiles: new ReportFiles({ transport, store, jobs, toasts, onReport }),
    worklist,
    gap: new GapDrawerState(),
    gapList: new GapList(),
    places: { patients: new ScreenMemory(), gaps: new ScreenMemory() },
    context,
    asOfChoice,
    router,
    panels,
    risk,
    models,
    settings,
    appearance: new Appearance(settings),
    cores,
    memory,
    smallCells: new SmallCells(settings, () => (session.loaded?.report.restricted?.counted ?? 0) > 0),
    commands,
    reveal: new Reveal(transport),
    exportReason,
    rows: new RowsDrawerState(),
    jobs,
    toasts,
    announcer: new Announcer(),
    overlays
  }
}

/** Screens that show results of measures: they do not wait for them. */
const aboutMeasures: readonly ScreenName[] = ['measures', 'measure', 'gaps', 'content', 'cql']
/** Time for the first screen after a load. */
const FIRST_SCREEN_MS = 1500

function restUnless({ route }: Router): Promise<void> {
  return aboutMeasures.includes(route.screen)
    ? Promise.resolve()
    : new Promise((resolve) => setTimeout(resolve, FIRST_SCREEN_MS))
}
