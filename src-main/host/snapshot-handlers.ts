import { longestUpload, type Handlers, type ImportListing, type SnapshotPart } from '#shared/contract/contract.ts'
import type { AcceptReason, RetentionState, SnapshotEntry, SnapshotFacts } from '#shared/snapshot.ts'
import type { DataPlane } from './data-plane.ts'
import type { Host } from './ports.ts'

/** A file of a load that is to be kept. */
export interface FileToKeep {
  readonly name: string
  /** Bytes of text as they were loaded; `undefined` when the file could not be read. */
  readonly textBytes?: number | undefined
}

/** What the calls need of the kept snapshots. */
export interface Snapshots {
  list(): Promise<SnapshotEntry[]>
  /** @param textBytes of all files together */
  begin(files: readonly FileToKeep[], textBytes: number): Promise<string>
  /** Names further files of the load. */
  addFiles(keepId: string, files: readonly FileToKeep[]): void
  /** Seals one file of an import. */
  take(keepId: string, raw: number, importId: string, file: number): Promise<void>
  /** Appends to a part; the last bytes finish it. */
  append(keepId: string, part: SnapshotPart, bytes: AsyncIterable<Uint8Array>, last: boolean): Promise<void>
  commit(
    keepId: string,
    facts: SnapshotFacts,
    skipped: readonly { readonly name: string; readonly reason: string }[]
  ): Promise<SnapshotEntry>
  abandon(keepId: string): Promise<void>
  /** The files become an import; `openCache` gives the columns where they were kept. */
  open(id: string): Promise<{
    readonly listing: ImportListing
    readonly facts: SnapshotFacts
    readonly openCache: (() => Promise<ReadableStream<Uint8Array>>) | undefined
  }>
  delete(id: string): Promise<void>
  hold(id: string, hold: boolean): Promise<void>
  accept(id: string, reason: AcceptReason | undefined): Promise<void>
  retention(): RetentionState
}

type SnapshotMethod = Extract<keyof Handlers, `snapshots.${string}`>

/** The handlers for what is kept on this computer. */
export function createSnapshotHandlers(
  host: Host,
  snapshots: Snapshots,
  dataPlane: DataPlane
): Pick<Handlers, SnapshotMethod> {
  const changed = (): void => host.emit('snapshots.changed', {})
  return {
    async 'snapshots.list'() {
      return snapshots.list()
    },
    async 'snapshots.begin'({ files, textBytes }) {
      return { keepId: await snapshots.begin(files, textBytes) }
    },
    async 'snapshots.addFiles'({ keepId, files }) {
      snapshots.addFiles(keepId, files)
    },
    async 'snapshots.take'({ keepId, raw, importId, file }) {
      await snapshots.take(keepId, raw, importId, file)
    },
    async 'snapshots.upload'({ keepId, part, last }) {
      const url = dataPlane.accept({
        mostBytes: longestUpload,
        take: (bytes) => snapshots.append(keepId, part, bytes, last)
      })
      return { url }
    },
    async 'snapshots.commit'({ keepId, facts, skipped }) {
      const entry = await snapshots.commit(keepId, facts, skipped)
      changed()
      return entry
    },
    async 'snapshots.abandon'({ keepId }) {
      await snapshots.abandon(keepId)
    },
    async 'snapshots.open'({ id }) {
      const { listing, facts, openCache } = await snapshots.open(id)
      return {
        listing,
        facts,
        ...(openCache === undefined ? {} : { cacheUrl: dataPlane.issue({ open: openCache }) })
      }
    },
    async 'snapshots.hold'({ id, hold }) {
      await snapshots.hold(id, hold)
      changed()
    },
    async 'snapshots.accept'({ id, reason }) {
      await snapshots.accept(id, reason)
      changed()
    },
    async 'snapshots.retention'() {
      return snapshots.retention()
    },
    async 'snapshots.delete'({ id }) {
      await snapshots.delete(id)
      changed()
    }
  }
}
