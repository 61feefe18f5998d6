import * as v from 'valibot'
import { Id, Natural, None } from '../basic-schemas.ts'
import { AcceptReason, RetentionState, SnapshotEntry, SnapshotFacts } from '../snapshot.ts'
import { SkippedFile } from '../source-name.ts'
import { ImportListing } from './imports.ts'
import { method } from './method.ts'

/** A snapshot that was opened: its files as an import, and its columns where they were kept. */
export const OpenedSnapshot = v.object({
  listing: ImportListing,
  facts: SnapshotFacts,
  /** One-time URL of the columns; `undefined` when they have to be made from the files. */
  cacheUrl: v.optional(v.string())
})
export type OpenedSnapshot = v.InferOutput<typeof OpenedSnapshot>

/** Which sealed file of a snapshot: a raw file by its index, or the columns. */
export const SnapshotPart = v.union([v.object({ raw: Natural }), v.literal('cache')])
export type SnapshotPart = v.InferOutput<typeof SnapshotPart>

/** Most files that one call names. */
export const filesPerCall = 4000

/** Files of a load; `textBytes` as it was read, `undefined` when it could not be. */
const FilesToKeep = v.pipe(
  v.array(v.object({ name: v.string(), textBytes: v.optional(Natural) })),
  v.maxLength(filesPerCall)
)

/** Calls about what is saved on this computer. */
export const snapshotMethods = {
  /** What is kept, newest first. */
  // What is stored and when, without a person; who unlocks has to see that there is something to unlock.
  'snapshots.list': method(None, v.array(SnapshotEntry), 'anyone'),
  /**
   * Starts to keep what is loaded; one at a time, a new start gives up the one before. Of a load with many files the first
   * {@link filesPerCall} are named here, and the others by `snapshots.addFiles`.
   */
  'snapshots.begin': method(v.object({ files: FilesToKeep, textBytes: Natural }), v.object({ keepId: Id }), 'load'),
  'snapshots.addFiles': method(v.object({ keepId: Id, files: FilesToKeep }), None, 'load'),
  /** The services seal one file of an import themselves; ends when it is on the disk. */
  'snapshots.take': method(v.object({ keepId: Id, raw: Natural, importId: Id, file: Natural }), None, 'load'),
  /**
   * One-time URL that takes the next bytes of a part by POST, at most {@link maxUploadBytes}. Parts come one after another.
   * For an opened snapshot, `keepId` is its id and the part is its columns, which take the place of the old ones.
   */
  // The columns of an opened snapshot are rebuilt by whoever opens it; a part of a new one needs a start.
  'snapshots.upload': method(
    v.object({ keepId: Id, part: SnapshotPart, last: v.boolean() }),
    v.object({ url: v.string() }),
    ({ part }) => [part === 'cache' ? 'figures' : 'load']
  ),
  /** Shows the snapshot, whole. */
  'snapshots.commit': method(
    v.object({
      keepId: Id,
      facts: SnapshotFacts,
      skipped: v.array(SkippedFile)
    }),
    SnapshotEntry,
    'load',
    {
      effect: 'snapshot.kept',
      before: ({ keepId }) => ({ snapshot: keepId }),
      after: (_, { id, keptBytes, facts }) => ({
        snapshot: id,
        bytes: keptBytes,
        patients: facts?.patients ?? 0
      })
    }
  ),
  'snapshots.abandon': method(v.object({ keepId: Id }), None, 'anyone'),
  'snapshots.open': method(v.object({ id: Id }), OpenedSnapshot, 'figures', {
    read: 'snapshot.opened',
    facts: ({ id }, { facts }) => ({ snapshot: id, patients: facts.patients })
  }),
  /** Puts a snapshot on hold, or releases it. */
  'snapshots.hold': method(v.object({ id: Id, hold: v.boolean() }), None, 'snapshots', {
    effect: 'snapshot.held',
    before: ({ id, hold }) => ({ snapshot: id, hold })
  }),
  /**
   * Uses a snapshot that is much smaller than the one before all the same, or no longer where no reason is given.
   * `not-allowed` for any other snapshot.
   */
  'snapshots.accept': method(v.object({ id: Id, reason: v.optional(AcceptReason) }), None, 'snapshots', {
    effect: 'snapshot.accepted',
    before: ({ id, reason }) => ({ snapshot: id, reason: reason ?? 'withdrawn' })
  }),
  'snapshots.retention': method(None, RetentionState, 'anyone'),
  /** Destroys the key, then the files. `not-allowed` for one on hold. */
  'snapshots.delete': method(v.object({ id: Id }), None, 'snapshots', {
    effect: 'snapshot.deleted',
    before: ({ id }) => ({ snapshot: id })
  })
} as const

/** Events about what is saved. */
export interface SnapshotEvents {
  /** Something was kept, deleted or unlocked: ask for the list again. */
  readonly 'snapshots.changed': Record<string, never>
}
