import * as v from 'valibot'
import { backupMethods, type BackupEvents } from './backup.ts'
import { auditMethods, PersonId } from './audit.ts'
import { consentMethods } from './consent.ts'
import { connectionMethods, type ConnectionEvents } from './connections.ts'
import { draftMethods } from './drafts.ts'
import { keyringMethods } from './keyring.ts'
import { governanceMethods } from './governance.ts'
import { linkMethods, type LinkEvents } from './links.ts'
import { matchingMethods } from './matching.ts'
import { hostMethods } from './host.ts'
import { policyMethods, type PolicyEvents } from './policies.ts'
import { measureMethods, type MeasureEvents } from './measures.ts'
import { roleMethods } from './roles.ts'
import { shardMethods } from './shards.ts'
import { worklistMethods } from './worklist.ts'
import { Id, method, Natural, None } from '../method.ts'
import { SampleView } from '../sample-view.ts'
import { Settings } from '../settings-schema.ts'
import type { WireError } from '../app-error.ts'
import { AcceptReason, RetentionState, SnapshotEntry, SnapshotFacts } from '../snapshot.ts'

/**
 * The control plane: every call and event that crosses between the page and the services.
 * Handler types derive from this table, so a missing or wrong handler does not compile.
 * Bytes never cross here: a call returns a same-origin URL, and a worker fetches it (the data plane).
 */

/** What this host can do; the page hides or explains what it cannot. */
export const AppInfo = v.object({
  version: v.string(),
  host: v.picklist(['electron', 'loopback']),
  platform: v.string(),
  /** `true` when the host has its own file dialogs (`imports.choose` works). Otherwise the page uses a file input. */
  nativeDialogs: v.boolean(),
  /** Bytes free on the volume that holds the application data. */
  freeBytes: v.number(),
  /** Bytes of memory that the computer has, or that the system allows the program. */
  memoryBytes: v.number(),
  /** The host was started without a desktop session. */
  headless: v.boolean()
})
export type AppInfo = v.InferOutput<typeof AppInfo>

/** One stream of an import: a file on disk, an entry of an archive, or a part of the sample population. */
const ImportFile = v.object({
  /** Path relative to what was chosen, with `/`; for an archive entry `archive.zip/entry.ndjson`. */
  name: v.string(),
  /** Bytes that the stream will yield as far as known (compressed size for `.gz`), else 0. */
  bytes: Natural,
  /** Ranges of the text are read without what is before them, so that several readers may share the file. */
  seekable: v.optional(v.boolean())
})

/** A set of files to load together. `importId` stays valid until the program ends or another import replaces it. */
export const ImportListing = v.object({
  importId: Id,
  /** Short name for the snapshot chip; the last path segment, "Sample population" or "Payer sample". */
  label: v.string(),
  kind: v.picklist(['files', 'sample', 'snapshot']),
  files: v.array(ImportFile),
  /** Entries that were looked at and left out, with the reason in plain words. */
  skipped: v.array(v.object({ name: v.string(), reason: v.string() }))
})
export type ImportListing = v.InferOutput<typeof ImportListing>

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

/** Most bytes in one upload. */
export const maxUploadBytes = 64 * 1024 * 1024

/** Every call: input schema, output schema, audit action. */
export const methods = {
  ...backupMethods,
  ...connectionMethods,
  ...draftMethods,
  ...keyringMethods,
  ...hostMethods,
  ...measureMethods,
  ...policyMethods,
  ...roleMethods,
  ...consentMethods,
  ...matchingMethods,
  ...worklistMethods,
  ...auditMethods,
  ...governanceMethods,
  ...linkMethods,
  ...shardMethods,
  'app.info': method(None, AppInfo),
  'settings.get': method(None, Settings),
  'settings.set': method(v.partial(Settings), Settings, 'settings.changed'),
  /** Native dialog; `undefined` when the user cancels. `not-supported` where `nativeDialogs` is false. */
  'imports.choose': method(
    v.object({ what: v.picklist(['folder', 'files']) }),
    v.optional(ImportListing),
    'data.opened'
  ),
  /** What the program was started with or was handed by the system (command line, second instance, file association). */
  'imports.pending': method(None, v.optional(ImportListing), 'data.opened'),
  'sample.open': method(
    v.object({
      patients: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
      seed: v.optional(Natural),
      view: v.optional(SampleView)
    }),
    ImportListing,
    'sample.opened'
  ),
  /** One-time URL for one file of an import. With `offset` and `length`: that range of the decompressed text. */
  'imports.stream': method(
    v.object({
      importId: Id,
      file: Natural,
      offset: v.optional(Natural),
      length: v.optional(v.pipe(Natural, v.maxValue(128 * 1024 * 1024)))
    }),
    v.object({ url: v.string(), bytes: v.number() }),
    'data.streamed'
  ),
  'imports.close': method(v.object({ importId: Id }), None),
  /** What is kept, newest first. */
  'snapshots.list': method(None, v.array(SnapshotEntry)),
  /**
   * Starts to keep what is loaded; one at a time, a new start gives up the one before. Of a load with many files the first
   * {@link filesPerCall} are named here, and the others by `snapshots.addFiles`.
   */
  'snapshots.begin': method(v.object({ files: FilesToKeep, textBytes: Natural }), v.object({ keepId: Id })),
  'snapshots.addFiles': method(v.object({ keepId: Id, files: FilesToKeep }), None),
  /** The services seal one file of an import themselves; ends when it is on the disk. */
  'snapshots.take': method(v.object({ keepId: Id, raw: Natural, importId: Id, file: Natural }), None),
  /**
   * One-time URL that takes the next bytes of a part by POST, at most {@link maxUploadBytes}. Parts come one after another.
   * For an opened snapshot, `keepId` is its id and the part is its columns, which take the place of the old ones.
   */
  'snapshots.upload': method(
    v.object({ keepId: Id, part: SnapshotPart, last: v.boolean() }),
    v.object({ url: v.string() })
  ),
  /** Shows the snapshot, whole. */
  'snapshots.commit': method(
    v.object({
      keepId: Id,
      facts: SnapshotFacts,
      skipped: v.array(v.object({ name: v.string(), reason: v.string() }))
    }),
    SnapshotEntry,
    'snapshot.kept'
  ),
  'snapshots.abandon': method(v.object({ keepId: Id }), None),
  'snapshots.open': method(v.object({ id: Id }), OpenedSnapshot, 'snapshot.opened'),
  /** Puts a snapshot on hold, or releases it. */
  'snapshots.hold': method(v.object({ id: Id, hold: v.boolean() }), None, 'snapshot.held'),
  /**
   * Uses a snapshot that is much smaller than the one before all the same, or no longer where no reason is given.
   * `not-allowed` for any other snapshot.
   */
  'snapshots.accept': method(v.object({ id: Id, reason: v.optional(AcceptReason) }), None, 'snapshot.accepted'),
  'snapshots.retention': method(None, RetentionState),
  /** Destroys the key, then the files. `not-allowed` for one on hold. */
  'snapshots.delete': method(v.object({ id: Id }), None, 'snapshot.deleted'),
  /**
   * What the page has for paper as a PDF file, behind a one-time URL. `not-supported` where the host makes none: the page
   * prints by itself there.
   */
  'page.pdf': method(None, v.object({ url: v.string(), bytes: Natural })),
  /** Shown in taskbar and dock. `fraction` 0..1; `undefined` removes it. */
  'progress.show': method(v.object({ fraction: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))) }), None),
  /** Must succeed before any name or record number is shown. Covers one person or a list. */
  'identity.reveal': method(
    v.object({
      reason: v.picklist(['care', 'outreach', 'validation', 'audit', 'other']),
      people: v.pipe(Natural, v.minValue(1)),
      /** Whose name it is, where it is one person's. */
      person: v.optional(PersonId)
    }),
    /** How long the grant lasts from now on. */
    v.object({ forMs: Natural }),
    'identity.revealed'
  )
} as const

export type Methods = typeof methods
export type MethodName = keyof Methods
export type Input<M extends MethodName> = v.InferInput<Methods[M]['input']>
export type Output<M extends MethodName> = v.InferOutput<Methods[M]['output']>

/** Events pushed to the page. */
export interface Events extends BackupEvents, ConnectionEvents, LinkEvents, MeasureEvents, PolicyEvents {
  /** Something was done about a gap: read the worklist on from where it was read to. */
  readonly 'worklist.changed': Record<string, never>
  /** A menu item, tray item or accelerator asks for a command of the page's command table. */
  readonly 'command.run': { readonly id: string }
  /** Something to load arrived from outside (second instance, file association): call `imports.pending`. */
  readonly 'imports.arrived': Record<string, never>
  readonly 'settings.changed': Settings
  /** Roles were assigned anew, or became known: ask for `roles.mine` again. */
  readonly 'roles.changed': Record<string, never>
  /** Somebody decided about a definition, or there is a new version: ask for the list again. */
  readonly 'definitions.changed': Record<string, never>
  /** Something was kept, deleted or unlocked: ask for the list again. */
  readonly 'snapshots.changed': Record<string, never>
}
export type EventName = keyof Events

/** Who calls; hosts fill it, handlers may log it. */
export interface Caller {
  readonly windowId: number
}

/** The services' side: one handler per method. */
export type Handlers = {
  readonly [M in MethodName]: (input: v.InferOutput<Methods[M]['input']>, caller: Caller) => Promise<Output<M>>
}

/** What comes back over the wire. */
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }

/** The page's side of the control plane, the same in every host. */
export interface Transport {
  call<M extends MethodName>(name: M, input: Input<M>): Promise<Output<M>>
  /** @returns a function that unsubscribes */
  subscribe<E extends EventName>(name: E, listener: (value: Events[E]) => void): () => void
}
