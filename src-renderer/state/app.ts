import { createContext } from 'svelte'
import type { DataExport } from '#shared/contract/audit.ts'
import type { UsedDefinition } from '#shared/governance/definition.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { AppInfo } from '#shared/contract/host.ts'
import type { StoreApi } from '../workers/store/protocol/store-protocol.ts'
import type { Access } from './session/access.svelte.ts'
import type { Announcer } from './feedback/announce.svelte.ts'
import type { AsOfChoice } from './session/as-of-choice.ts'
import type { Appearance } from './settings/appearance.svelte.ts'
import type { Commands } from './command-table.svelte.ts'
import type { ClusterRunsState } from './connections/cluster-runs.svelte.ts'
import type { Connections } from './connections/connections.svelte.ts'
import type { ContentImport } from './measures/content-import.svelte.ts'
import type { PopulationContext } from './navigation/context.svelte.ts'
import type { Definitions } from './governance/definitions.svelte.ts'
import type { Drafts } from './drafts/drafts.svelte.ts'
import type { Exports } from './connections/exports.svelte.ts'
import type { FiguresFitness } from './figure-fitness.svelte.ts'
import type { GapDrawerState, GapsPlace } from './worklist/gap-drawer.svelte.ts'
import type { GapList } from './worklist/gap-list.svelte.ts'
import type { HostState } from './feedback/host-state.svelte.ts'
import type { BoardQueries } from './boards/board-queries.svelte.ts'
import type { PastData } from './boards/past-data.svelte.ts'
import type { BoardsState } from './boards/boards.svelte.ts'
import type { BackgroundTasks } from './feedback/background-tasks.svelte.ts'
import type { Backup } from './session/backup.svelte.ts'
import type { Lock } from './session/lock.svelte.ts'
import type { Cores } from './settings/cores.svelte.ts'
import type { PopulationMemory } from './settings/memory.svelte.ts'
import type { ManagedPolicies } from './settings/managed-policies.svelte.ts'
import type { MisplacedFiles } from './session/misplaced-files.svelte.ts'
import type { Measures } from './measures/measures.svelte.ts'
import type { ModelsState } from './models/models.svelte.ts'
import type { Overlays } from './navigation/overlays.svelte.ts'
import type { PageFailures } from './feedback/page-failures.ts'
import type { PanelQueries } from './query/panels.svelte.ts'
import type { RiskQueries } from './risk/risk-queries.svelte.ts'
import type { MeasureResults } from './measures/measure-results.svelte.ts'
import type { ReportFiles } from './measures/report-files.svelte.ts'
import type { AskedExportReason } from './session/asked-export-reason.svelte.ts'
import type { Reveal } from './session/reveal.svelte.ts'
import type { LinkedPlace } from './linked-place.svelte.ts'
import type { Router } from './navigation/router.svelte.ts'
import type { RowsDrawerState } from './navigation/rows.svelte.ts'
import type { CohortBuilder } from './cohorts/cohort-builder.svelte.ts'
import type { CohortsState } from './cohorts/cohorts.svelte.ts'
import type { SavedViews } from './drafts/saved-views.svelte.ts'
import type { Sample } from './connections/sample.svelte.ts'
import type { ScreenMemory, ListPlace } from './navigation/screen-memory.ts'
import type { Session } from './session/session.svelte.ts'
import type { SettingsState } from './settings/settings.svelte.ts'
import type { SmallCells } from './settings/small-cell-setting.svelte.ts'
import type { Snapshots } from './session/snapshots.svelte.ts'
import type { Sources } from './connections/sources.svelte.ts'
import type { Toasts } from './feedback/toasts.svelte.ts'
import type { WorklistState } from './worklist/worklist.svelte.ts'

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
  readonly clusterRuns: ClusterRunsState
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
  /** An earlier snapshot next to the present data. */
  readonly past: PastData
  readonly cohorts: CohortsState
  readonly cohortBuilder: CohortBuilder
  readonly measures: Measures
  /** Which definitions are approved. */
  readonly definitions: Definitions
  /** What something that leaves the present screen rests on; undefined where that is not known. */
  readonly definitionsOf: (what: DataExport['what']) => UsedDefinition[] | undefined
  readonly contentImport: ContentImport
  readonly measureResults: MeasureResults
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
  /** Whether the data are fit for each figure. */
  readonly fitness: FiguresFitness
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
  readonly tasks: BackgroundTasks
  readonly toasts: Toasts
  readonly announcer: Announcer
  readonly overlays: Overlays
}

const [get, set] = createContext<App>()

/** The state of the page; call it while a component is set up. */
export const useApp = get
/** Hands the state to every component below the calling one. */
export const provideApp = set
