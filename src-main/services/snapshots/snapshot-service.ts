import { servicesSnapshotsMessages as m } from '#messages/services/snapshots.ts'
import { plainBytes } from '#engine/base/ndjson/gunzip.ts'
import { AppError } from '#shared/app-error.ts'
import { allEnded } from '#shared/language/all-ended.ts'
import type { SnapshotPart } from '#shared/contract/snapshots.ts'
import type { SkippedFile } from '#shared/source-name.ts'
import type { FileToSave, SavedSnapshots } from './snapshots.ts'
import type { LogPort } from '../../ports/host.ts'
import type { ImportCatalog } from '../imports/import-catalog.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import type { OpenSnapshot } from '../../storage/snapshots/open-snapshot.ts'
import type { SealedFacts, SealedWriter } from '../../storage/sealed/sealed-writer.ts'
import type { SnapshotDraft } from '../../storage/snapshots/snapshot-draft.ts'
import type { SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import type { Retention } from './retention.ts'
import { snapshotSources } from './snapshot-sources.ts'

/** Dependencies of {@link createSnapshotService}. */
export interface SnapshotServiceDependencies {
  readonly keyring: Keyring
  readonly store: SnapshotStore
  readonly catalog: ImportCatalog
  readonly log: LogPort
  /** @param isOpen whether somebody reads a snapshot */
  readonly retention: (isOpen: (id: string) => boolean) => Retention
}

/** Sealed FHIR text takes a tenth of its length and the columns about as much; this is on the safe side. */
const shareOfText = 0.3

interface Keeping {
  readonly draft: SnapshotDraft
  readonly files: FileToSave[]
  readonly raw: Map<number, SealedFacts>
  /** Files that were cut or damaged and are kept as far as they could be read. */
  readonly damaged: Set<string>
}

/** A part that is being sent, piece after piece. */
interface Sending {
  readonly name: string
  readonly writer: SealedWriter
}

/** The snapshots with what only the services call. */
export interface SnapshotService extends SavedSnapshots {
  /** Deletes what the retention policy does not keep. A failure is logged: the data themselves are not affected. */
  applyRetention(): Promise<void>
  /** Forgets every key of a snapshot: what is being saved is given up, what is open is closed, whoever opened it. */
  closeAll(): Promise<void>
}

/** Keeps what is loaded, and opens what was kept. One load is kept at a time. */
export function createSnapshotService(dependencies: SnapshotServiceDependencies): SnapshotService {
  const { keyring, store, catalog, log } = dependencies
  let keeping: Keeping | undefined
  const sending = new Map<string, Sending>()
  /** Oldest first, with their ids. One can be open more than once: a page that was loaded again opens it anew. */
  const opened = new Map<OpenSnapshot, string>()
  /** Counts up with each time that everything was closed. */
  let closings = 0
  const retention = dependencies.retention((id) => newestOf(id) !== undefined)

  function newestOf(id: string): OpenSnapshot | undefined {
    return [...opened].findLast(([, openedId]) => openedId === id)?.[0]
  }

  /** @param before how often everything was closed when the keys were asked for @throws AppError `not-allowed` where it was since */
  function requireNotClosed(before: number): void {
    if (closings !== before)
      throw new AppError('not-allowed', m.populusIsLockedUnlockItFirst, { reason: 'locked', retryable: true })
  }

  /** Reads keys. What fails because everything was closed meanwhile says so. */
  async function unlessClosed<T>(read: () => Promise<T>): Promise<T> {
    const before = closings
    try {
      return await read()
    } finally {
      requireNotClosed(before)
    }
  }

  function current(keepId: string): Keeping {
    if (keeping?.draft.id !== keepId) throw new AppError('not-found', m.savingTheseDataWasAbandonedTry)
    return keeping
  }

  async function giveUp(given: Keeping | undefined): Promise<void> {
    if (given === undefined) return
    if (keeping === given) keeping = undefined
    sending.delete(given.draft.id)
    await given.draft.abandon()
  }

  function finished({ files, raw }: Keeping, index: number, facts: SealedFacts): void {
    const expected = files[index]?.textBytes
    if (expected !== undefined && expected !== facts.textBytes) {
      throw new AppError('unreadable-file', m.aFileIsNotTheSame)
    }
    raw.set(index, facts)
  }

  async function startSending(keepId: string, part: SnapshotPart): Promise<SealedWriter> {
    const snapshot = newestOf(keepId)
    if (snapshot !== undefined && part === 'cache') return snapshot.replaceCache()
    return current(keepId).draft.write(part)
  }

  async function applyRetention(): Promise<void> {
    try {
      await retention.apply()
    } catch (error) {
      log.write('error', 'snapshots.retention-failed', { code: error instanceof AppError ? error.code : 'internal' })
    }
  }

  return {
    list: () => store.list(),
    applyRetention,
    async closeAll() {
      closings += 1
      opened.clear()
      sending.clear()
      // The keys of each are forgotten, also where something of the other cannot be closed.
      await allEnded([giveUp(keeping), store.closeAll()])
    },

    async begin(files, textBytes) {
      const before = closings
      await giveUp(keeping)
      const state = await keyring.state()
      if (state.state === 'absent' && state.by === 'keychain') await keyring.create()
      const draft = await store.begin(Math.ceil(textBytes * shareOfText))
      if (closings !== before) await draft.abandon()
      requireNotClosed(before)
      const other = keeping
      keeping = { draft, files: [...files], raw: new Map(), damaged: new Set() }
      // Another window may have begun meanwhile.
      await giveUp(other)
      return draft.id
    },

    addFiles(keepId, files) {
      current(keepId).files.push(...files)
    },

    async take(keepId, raw, importId, file) {
      const pending = current(keepId)
      const writer = await pending.draft.write({ raw })
      const plain = plainBytes(() => catalog.read(importId, file))
      try {
        for await (const chunk of plain.chunks) {
          // It may be given up in the middle of a long file.
          current(keepId)
          await writer.write(chunk)
        }
      } catch (error) {
        // The first failure is what is told; a draft that stays is removed when the store is opened the next time.
        await writer.abort().catch(() => undefined)
        throw error
      }
      const facts = await writer.finish()
      // A file that could not be read when it was loaded is kept as far as it can be read.
      if (pending.files[raw]?.textBytes !== undefined && plain.failure() !== undefined) throw plain.failure()
      const { name } = pending.files[raw] ?? {}
      if (plain.damaged() && name !== undefined) pending.damaged.add(name)
      finished(pending, raw, facts)
    },

    isDraft: (keepId) => keeping?.draft.id === keepId,

    async append(keepId, part, bytes, last) {
      const name = part === 'cache' ? part : `raw ${part.raw}`
      let sent = sending.get(keepId)
      if (sent === undefined) {
        const before = closings
        sent = { name, writer: await startSending(keepId, part) }
        if (closings !== before) await sent.writer.abort()
        requireNotClosed(before)
        sending.set(keepId, sent)
      }
      if (sent.name !== name) throw new AppError('invalid-input', m.thePartsOfASnapshotCome)
      try {
        for await (const chunk of bytes) await sent.writer.write(chunk)
        if (!last) return
        sending.delete(keepId)
        const facts = await sent.writer.finish()
        if (part !== 'cache') finished(current(keepId), part.raw, facts)
      } catch (error) {
        sending.delete(keepId)
        // The first failure is what is told; a draft that stays is removed when the store is opened the next time.
        if (newestOf(keepId) !== undefined) await sent.writer.abort().catch(() => undefined)
        throw error
      }
    },

    async commit(keepId, facts, skipped) {
      const { draft, files, raw, damaged } = current(keepId)
      const sealedFiles = files.flatMap(({ name }, index) => {
        const sealed = raw.get(index)
        return sealed === undefined ? [] : [{ name, ...sealed }]
      })
      if (sealedFiles.length !== files.length || sending.has(keepId)) {
        await giveUp(keeping)
        throw new AppError('internal', m.notEveryFileArrivedSoNothing, { retryable: true })
      }
      keeping = undefined
      const entry = await draft.commit({ facts, skipped: [...skipped, ...[...damaged].map(cutNote)] }, sealedFiles)
      await applyRetention()
      return entry
    },

    async abandon(keepId) {
      if (keeping?.draft.id === keepId) await giveUp(keeping)
    },

    async open(id) {
      const before = closings
      const snapshot = await unlessClosed(() => store.open(id))
      let cache: ReadableStream<Uint8Array> | undefined
      try {
        cache = await snapshot.cache()
        requireNotClosed(before)
      } catch (error) {
        await snapshot.close()
        throw error
      }
      opened.set(snapshot, id)
      const listing = catalog.add({
        ...snapshotSources(snapshot),
        async close() {
          opened.delete(snapshot)
          await snapshot.close()
        }
      })
      return { listing, facts: snapshot.inside.facts, openCache: cache && (async () => cache) }
    },

    async shards(id) {
      const saved = await unlessClosed(async () => newestOf(id)?.shards())
      if (saved === undefined) throw new AppError('not-found', m.thisSnapshotHasNoParts)
      return saved
    },
    async refreshed(id) {
      const refreshes = newestOf(id)?.inside.refreshes
      if (refreshes === undefined) throw new AppError('not-found', m.thisSnapshotHasNoParts)
      const shards = await unlessClosed(async () => {
        const before = await store.open(refreshes.snapshot)
        try {
          return await before.shards()
        } finally {
          await before.close()
        }
      })
      if (shards === undefined) throw new AppError('not-found', m.thisSnapshotHasNoParts)
      return { shards, blanked: refreshes.blanked }
    },
    async keepShards(id, shards) {
      const snapshot = newestOf(id)
      if (snapshot === undefined) await current(id).draft.keepShards(shards)
      else await snapshot.replaceShards(shards)
    },

    async delete(id) {
      await store.delete(id)
      for (const [snapshot, openedId] of [...opened]) {
        if (openedId !== id) continue
        opened.delete(snapshot)
        await snapshot.close()
      }
    },
    hold: (id, hold) => store.hold(id, hold),
    accept: (id, reason) => store.accept(id, reason),
    retention: () => retention.state()
  }
}

/** What is said of a packed file whose end was missing when it was kept: its text alone would not show it. */
function cutNote(name: string): SkippedFile {
  return { name, reason: m.theCompressedFileWasCutOr, mayHoldData: true }
}
