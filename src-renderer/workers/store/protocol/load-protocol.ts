import type { LoadReport } from '#engine/store/model/store.ts'
import type { ClusterResults, ClusterStatus } from '#shared/cluster/cluster-run.ts'
import type { LoadSource } from '../../ingest/load-source.ts'

/** What to load as one population. */
export interface LoadRequest {
  readonly label: string
  readonly sources: readonly LoadSource[]
  /** The sources are what a run of `populus cluster` wrote: its columns, and records that are read one by one. */
  readonly isClusterRun?: boolean
}

/** What a run of `populus cluster` says of itself. */
export interface LoadedRun {
  readonly status: ClusterStatus
  /** Undefined where it has no results, or those of another version. */
  readonly results: ClusterResults | undefined
}

/** How far a load is; bytes and files count as they are read. */
export interface LoadProgress {
  readonly phase: 'reading' | 'arranging'
  /** While parts are made on the disk: how many are done, and how many there will be. */
  readonly parts?: { readonly done: number; readonly count: number }
  readonly bytes: number
  /** 0 when unknown. */
  readonly totalBytes: number
  readonly files: number
  readonly totalFiles: number
  readonly resources: number
  readonly rejects: number
  readonly seconds: number
}

/** How a load ended: the accounts, and files that were looked at and left out with the reason. */
export interface LoadOutcome {
  readonly report: LoadReport
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  /** Names of the sources, when there are several. */
  readonly sources?: readonly string[]
  /** Parts on the disk that the population was divided into; 1 for one in memory. */
  readonly parts: number
  /** What a run of `populus cluster` says of itself, where it was opened. */
  readonly run?: LoadedRun
}

/** A snapshot to open: its files as an import, its columns where they were kept. */
export interface RestoreRequest extends LoadRequest {
  /** Id of the snapshot. */
  readonly kept: string
  /** Whether an export made it, so that a later one may be made from it by what has changed. */
  readonly isOfExport?: boolean
  /** One-time URL of the columns. */
  readonly cacheUrl: string | undefined
  /** Resource types that should be in the data and are not. */
  readonly absent: readonly string[]
}
