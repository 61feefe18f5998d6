import type { ImportListing } from '#shared/contract/imports.ts'
import type { SnapshotPart } from '#shared/contract/snapshots.ts'
import type { SkippedFile } from '#shared/source-name.ts'
import type { SavedShards } from '../../storage/snapshots/saved-shards.ts'
import type { AcceptReason, RetentionState, SnapshotEntry, SnapshotFacts } from '#shared/snapshot.ts'

/** The parts of the snapshot that another one was made from, and what changed since. */
export interface RefreshedSnapshot {
  readonly shards: SavedShards
  /** Of each of its files, which are the first of the new snapshot, the offsets of the lines that hold no longer. */
  readonly blanked: readonly (readonly number[])[]
}

/** A file of a load that is to be kept. */
export interface FileToSave {
  readonly name: string
  /** Bytes of text as they were loaded; `undefined` when the file could not be read. */
  readonly textBytes?: number | undefined
}

/** What the calls need of the kept snapshots. */
export interface SavedSnapshots {
  list(): Promise<SnapshotEntry[]>
  /** @param textBytes of all files together */
  begin(files: readonly FileToSave[], textBytes: number): Promise<string>
  /** Names further files of the load. */
  addFiles(keepId: string, files: readonly FileToSave[]): void
  /** Seals one file of an import. */
  take(keepId: string, raw: number, importId: string, file: number): Promise<void>
  /** Whether it is being saved now, and is not one that was opened. */
  isDraft(keepId: string): boolean
  /** Appends to a part; the last bytes finish it. */
  append(keepId: string, part: SnapshotPart, bytes: AsyncIterable<Uint8Array>, last: boolean): Promise<void>
  commit(keepId: string, facts: SnapshotFacts, skipped: readonly SkippedFile[]): Promise<SnapshotEntry>
  abandon(keepId: string): Promise<void>
  /** The files become an import; `openCache` gives the columns where they were kept. */
  open(id: string): Promise<{
    readonly listing: ImportListing
    readonly facts: SnapshotFacts
    readonly openCache: (() => Promise<ReadableStream<Uint8Array>>) | undefined
  }>
  /**
   * The parts of an opened snapshot.
   * @throws AppError `not-found` where it has none or is not open; `unreadable-file`, `not-supported`
   */
  shards(id: string): Promise<SavedShards>
  /**
   * What an opened snapshot was made from by what had changed.
   * @throws AppError `not-found` where nothing is known of it, or the snapshot before is gone or has no parts; `unreadable-file`,
   * `not-supported`
   */
  refreshed(id: string): Promise<RefreshedSnapshot>
  /** Keeps parts in a snapshot that is being saved or was opened. @throws AppError `not-found`, `out-of-space`, `not-supported` */
  keepShards(id: string, shards: SavedShards): Promise<void>
  delete(id: string): Promise<void>
  hold(id: string, hold: boolean): Promise<void>
  accept(id: string, reason: AcceptReason | undefined): Promise<void>
  retention(): RetentionState
}
