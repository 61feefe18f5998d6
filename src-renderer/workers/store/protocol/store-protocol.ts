import type { LoadRequest, LoadProgress, LoadOutcome, RestoreRequest } from './load-protocol.ts'
import type { RiskTableFile, RiskTablesInUse } from './risk-protocol.ts'
import type { RiskPanelName, RiskPanelParams, RiskPanelResult } from '#engine/risk/panels/risk-results.ts'
import type { Brushes, ExploreAnswer, ExploreFrame, ExploreRequest, PivotRequest } from '#engine/explore/explorer.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { CheckResult } from '#engine/population/panels/results/checks-result.ts'
import type { PanelName, PanelParams, PanelResult } from '#engine/population/panels/results/panel.ts'
import type { ResourceRef } from '#engine/population/panels/results/shapes.ts'
import type { ExchangeMemory } from '#engine/shards/shared-exchange.ts'
import type { MatchDecision } from '#engine/matching/results/match-result.ts'
import type { PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import type { SnapshotPart } from '#shared/contract/snapshots.ts'
import type { DraftApi } from '../../measures/draft-protocol.ts'
import type { MeasureApi, MeasureProgress } from '../../measures/measure-protocol.ts'
import type { ReportReceiver } from '../../measures/report-writer.ts'
import type { CoresInUse } from '#engine/population/threads/panel-cores.ts'
import type { CohortApi } from './cohort-protocol.ts'
import type { MatchingApi } from './matching-protocol.ts'
import type { ModelApi } from './model-protocol.ts'
import type { SharingApi } from './sharing-protocol.ts'
import type { TableApi } from './table-protocol.ts'
import type { ViewApi } from './view-protocol.ts'

/** What the page asks of the store worker. */
export interface StoreApi
  extends MatchingApi, TableApi, ViewApi, MeasureApi, DraftApi, CohortApi, ModelApi, SharingApi {
  /** Takes a lock for as long as the worker lives, by which the page learns of its end. */
  hold(lock: string): Promise<void>
  /** Replaces the population when it succeeds; on failure or cancel the previous one stays. */
  load(request: LoadRequest): Promise<LoadOutcome>
  /**
   * Opens a snapshot from its columns. Where there are none of this version, loads the files and keeps the columns again.
   * Else as {@link load}.
   */
  restore(request: RestoreRequest): Promise<LoadOutcome>
  /** Hands everything to the services, which keep it encrypted. The population stays as it is. */
  keep(keepId: string): Promise<void>
  cancelLoad(): Promise<void>
  close(): Promise<void>
  /** Sets how many processor cores panels are computed on, 0 for as many as make sense. Takes effect at once. */
  setCores(cores: number): Promise<void>
  cores(): Promise<CoresInUse>
  /** Sets how much memory the next population may use. A larger one is divided into parts on the disk. @param bytes */
  setMemory(bytes: number): Promise<void>
  /** Uses tables of risk in the place of those before, until the page is closed. @throws AppError `invalid-input` */
  riskTables(files: readonly RiskTableFile[]): Promise<RiskTablesInUse>
  riskPanel<N extends RiskPanelName>(name: N, context: Context, params: RiskPanelParams<N>): Promise<RiskPanelResult<N>>
  panel<N extends PanelName>(name: N, context: Context, params: PanelParams<N>): Promise<PanelResult<N>>
  /** The JSON text of one stored resource, read again from its source by byte offset. */
  raw(ref: ResourceRef, signal?: AbortSignal): Promise<string>
  /** What the data checks found in the loaded population; they run once, in between other work. */
  checks(): Promise<readonly CheckResult[]>
  /** CSV of the whole reject list. */
  rejectsCsv(): Promise<string>
  /** Prepares the charts of the Explore screen. */
  exploreOpen(request: ExploreRequest): Promise<ExploreFrame>
  /** What the charts show under these choices. */
  exploreAsk(brushes: Brushes, pivot: PivotRequest | undefined): Promise<ExploreAnswer>
}

/** What the store worker asks of the page. */
export interface PageApi extends ReportReceiver {
  progress(progress: LoadProgress): void
  /** Notes the end of a worker for others that wait for it. @param lock that it has for as long as it lives */
  watchWorker(lock: string, memory: ExchangeMemory): Promise<void>
  /** How much of the running {@link StoreApi.keep} is done, 0..1. */
  kept(fraction: number): void
  /** How far the running {@link MeasureApi.runMeasures} is. */
  measuring(progress: MeasureProgress): void
  /** Who is left out, as the services say at this moment. */
  limits(): Promise<PeopleLimits>
  /** What users decided about which records are of one person. */
  decisions(): Promise<readonly MatchDecision[]>
  /** A fresh one-time URL of a pack of measure content. */
  content(pack: string): Promise<string>
  /** A fresh one-time URL of the results that are kept with a snapshot; undefined where there are none. */
  results(snapshot: string): Promise<string | undefined>
  /** A fresh one-time URL that takes a snapshot's results. */
  keepResults(snapshot: string): Promise<string>
  /** Lets the services seal one file of an import. */
  take(request: { keepId: string; raw: number; importId: string; file: number }): Promise<void>
  /** Makes room on the disk for the parts of a population. @returns the name of their addresses */
  openShards(): Promise<string>
  /** Opens the parts of an opened snapshot. @throws AppError `not-found` where it has none, `unreadable-file`, `not-supported` */
  openSavedShards(snapshot: string): Promise<{
    readonly id: string
    readonly files: readonly { readonly name: string; readonly bytes: number }[]
  }>
  /** Makes room for the parts of an opened snapshot that was made from another one. @throws AppError `not-found`, `unreadable-file` */
  openRefreshedShards(snapshot: string): Promise<{
    readonly id: string
    readonly base: readonly { readonly name: string; readonly bytes: number }[]
    readonly blanked: readonly (readonly number[])[]
  }>
  /** Keeps the parts of a population in a snapshot that is being saved or was opened. */
  saveShards(request: { readonly id: string; readonly snapshot: string }): Promise<void>
  /** Reads all parts of a population. @throws AppError `unreadable-file` where one is damaged */
  checkShards(id: string): Promise<void>
  /** Removes the parts of a population. */
  closeShards(id: string): Promise<void>
  /** A fresh one-time URL for the next bytes of a part. */
  upload(request: { keepId: string; part: SnapshotPart; last: boolean }): Promise<string>
  /** A fresh one-time URL. */
  open(request: { importId: string; file: number; offset?: number; length?: number }): Promise<string>
}
