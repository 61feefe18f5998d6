import type { Context } from '#engine/selection/filter.ts'
import type { PanelName, PanelParams, PanelResult, ResourceRef } from '#engine/panels/panel.ts'
import type { LoadReport } from '#engine/store/store.ts'

/** Where the bytes of one file come from: a File the user dropped, or a one-time URL asked from the page when it is its turn. */
export type LoadSource =
  | { readonly kind: 'blob'; readonly name: string; readonly blob: Blob }
  | {
      readonly kind: 'import'
      readonly name: string
      readonly bytes: number
      readonly importId: string
      readonly file: number
    }

export interface LoadRequest {
  readonly label: string
  readonly sources: readonly LoadSource[]
}

export interface LoadProgress {
  readonly phase: 'reading' | 'arranging'
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
}

/** What the page asks of the store worker. */
export interface StoreApi {
  /** Replaces the population when it succeeds; on failure or cancel the previous one stays. */
  load(request: LoadRequest): Promise<LoadOutcome>
  cancelLoad(): Promise<void>
  close(): Promise<void>
  panel<N extends PanelName>(name: N, context: Context, params: PanelParams<N>): Promise<PanelResult<N>>
  /** The JSON text of one stored resource, read again from its source by byte offset. */
  raw(ref: ResourceRef): Promise<string>
  /** CSV of the whole reject list. */
  rejectsCsv(): Promise<string>
}

/** What the store worker asks of the page. */
export interface PageApi {
  progress(progress: LoadProgress): void
  /** A fresh one-time URL. */
  open(request: { importId: string; file: number; offset?: number; length?: number }): Promise<string>
}
