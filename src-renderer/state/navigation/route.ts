import type { GapStatus } from '#engine/measures/results/gap-status.ts'
import { rejectReasons, type RejectReason } from '#engine/store/model/store.ts'

/** Tabs of a registry screen. */
export const registryTabs = ['summary', 'control', 'people', 'definition'] as const
export type RegistryTab = (typeof registryTabs)[number]

/** Tabs of a cohort. */
export const cohortTabs = ['build', 'people', 'compare', 'text'] as const
export type CohortTab = (typeof cohortTabs)[number]

/** Tabs of a board. */
export const boardTabs = ['board', 'report', 'time'] as const
export type BoardTab = (typeof boardTabs)[number]

/** Tabs of cost and use. */
export const costTabs = ['summary', 'claims', 'chart', 'use', 'forecast'] as const
export type CostTab = (typeof costTabs)[number]

/** Tabs of risk. */
export const riskTabs = ['scores', 'conditions', 'lists', 'avoidable', 'hcc', 'models'] as const
export type RiskTab = (typeof riskTabs)[number]

/** Tabs of a connection; `setup` is its guided setup. */
export const connectionTabs = [
  'exports',
  'history',
  'schedule',
  'health',
  'compatibility',
  'keys',
  'settings',
  'setup'
] as const
export type ConnectionTab = (typeof connectionTabs)[number]

/** Tabs of data quality. */
export const dataQualityTabs = ['fitness', 'checks', 'accounts', 'findings', 'coverage'] as const
export type DataQualityTab = (typeof dataQualityTabs)[number]

/** Which findings are listed: those of one reason, or all that kept a line from being stored. */
export const findingLists = ['not-stored', ...rejectReasons] as const
/** Which findings are listed. */
export type FindingList = 'not-stored' | RejectReason

/** Tabs of the quality measures. */
export const measuresTabs = ['scorecard', 'units', 'what-if', 'capacity', 'equity', 'changes', 'reports'] as const
export type MeasuresTab = (typeof measuresTabs)[number]

/** Tabs of one rate. */
export const measureTabs = ['summary', 'groups', 'definition', 'errors'] as const
export type MeasureTab = (typeof measureTabs)[number]

/** Tabs of the measure content. */
export const contentTabs = [
  'measures',
  'packs',
  'code-lists',
  'unknown-codes',
  'runs',
  'definitions',
  'signed'
] as const
export type ContentTab = (typeof contentTabs)[number]

/** Tabs of sharing. */
export const sharingTabs = ['pack', 'compare', 'data-set'] as const
export type SharingTab = (typeof sharingTabs)[number]

/** A place in the program. `start` is the first-run screen. */
export type Route =
  | {
      readonly screen:
        | 'start'
        | 'patients'
        | 'explore'
        | 'views'
        | 'sql'
        | 'sources'
        | 'snapshots'
        | 'audit'
        | 'settings'
    }
  | { readonly screen: 'overview'; readonly tab?: 'signals' }
  | { readonly screen: 'cost'; readonly tab: CostTab }
  | { readonly screen: 'risk'; readonly tab: RiskTab }
  /** Without a tab: the first. `list` narrows the findings, `tables` the checks to those of some tables. */
  | {
      readonly screen: 'quality'
      readonly tab?: DataQualityTab
      readonly list?: FindingList
      readonly tables?: readonly string[]
    }
  /** Without an id: the list, with `setup` the setup of a new connection, or with `guide` how to register at a vendor. */
  | { readonly screen: 'connections'; readonly id?: string; readonly tab?: ConnectionTab; readonly guide?: string }
  | { readonly screen: 'registry'; readonly id: string; readonly tab: RegistryTab }
  | { readonly screen: 'patient'; readonly patient: number }
  /** Without an id: the list. `report` shows it as a report. */
  | { readonly screen: 'boards'; readonly id?: string; readonly tab?: BoardTab }
  /** Without an id: the list; `new` is one that is not saved. */
  | { readonly screen: 'cohorts'; readonly id?: string; readonly tab?: CohortTab }
  | { readonly screen: 'measures'; readonly tab: MeasuresTab }
  /** One rate, by its key. */
  | { readonly screen: 'measure'; readonly rate: string; readonly tab: MeasureTab }
  | { readonly screen: 'content'; readonly tab: ContentTab }
  | { readonly screen: 'sharing'; readonly tab: SharingTab }
  /** The CQL editor, of one installed measure where there is an id. */
  | { readonly screen: 'cql'; readonly measure?: string }
  /** The worklist: of one rate where there is a key, in some statuses where they are named. */
  | { readonly screen: 'gaps'; readonly rate?: string; readonly statuses?: readonly GapStatus[] }

/** Name of a screen. */
export type ScreenName = Route['screen']

/** Screens that show all loaded data, whatever the population filters say. */
export function ignoresFilters(screen: ScreenName): boolean {
  return [
    'start',
    'boards',
    'content',
    'cql',
    'views',
    'sql',
    'quality',
    'connections',
    'sources',
    'snapshots',
    'sharing',
    'audit',
    'settings'
  ].includes(screen)
}

/** Screens that show the population, to which an address leads that was opened before any data. */
export function showsPopulation(screen: ScreenName): boolean {
  return [
    'overview',
    'registry',
    'cost',
    'patients',
    'measures',
    'measure',
    'gaps',
    'explore',
    'sql',
    'quality',
    'snapshots'
  ].includes(screen)
}
