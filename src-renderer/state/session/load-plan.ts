import type { ImportListing } from '#shared/contract/imports.ts'
import type { DataOrigin, SnapshotFacts } from '#shared/snapshot.ts'
import type { SkippedFile } from '#shared/source-name.ts'
import type { LoadSource } from '../../workers/ingest/load-source.ts'
import type { Picked } from './dropped-files.ts'

/** What a load is made of. */
export interface LoadPlan {
  readonly label: string
  readonly kind: DataOrigin
  readonly sources: readonly LoadSource[]
  readonly skipped: readonly SkippedFile[]
  readonly importId: string | undefined
  /** Further imports that it reads. */
  readonly imports?: readonly string[]
  /** Set when it is a saved snapshot that is opened. */
  readonly snapshot?: {
    readonly id: string
    readonly cacheUrl: string | undefined
    readonly held: boolean
    readonly facts: SnapshotFacts
  }
}

/** A load of what the host has listed. */
export function planListing({ importId, label, files, skipped }: ImportListing, kind: DataOrigin): LoadPlan {
  const sources = files.map(({ name, bytes, seekable }, file): LoadSource => ({
    kind: 'import',
    name,
    bytes,
    importId,
    file,
    seekable
  }))
  return { label, kind, sources, skipped, importId }
}

/** A load of files that were dropped or picked in the page. */
export function planPicked({ label, files, skipped, isClusterRun }: Picked): LoadPlan {
  const sources = files.map(({ name, file }): LoadSource => ({ kind: 'blob', name, blob: file }))
  return { label, kind: isClusterRun ? 'cluster' : 'picked', sources, skipped, importId: undefined }
}

/** Names and sizes of what is loaded, for the progress. */
export function filesOf({ sources }: LoadPlan): { readonly name: string; readonly bytes: number }[] {
  return sources.map((each) => ({ name: each.name, bytes: each.kind === 'blob' ? each.blob.size : each.bytes }))
}

/** The imports that a plan reads from, which are closed when its data are replaced. */
export function importsOf({ importId, imports = [] }: LoadPlan): readonly string[] {
  return importId === undefined ? imports : [importId, ...imports]
}
