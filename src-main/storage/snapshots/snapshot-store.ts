import { storageMessages as m } from '#messages/storage.ts'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import type { AcceptReason, SnapshotEntry } from '#shared/snapshot.ts'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import type { InstanceLock } from '../files/instance-lock.ts'
import type { Keyring } from '../keys/keyring.ts'
import { isOutOfReach } from '../files/misplaced.ts'
import { openSnapshot, readInside, type OpenSnapshot } from './open-snapshot.ts'
import { requireSpace, type SealedFacts } from '../sealed/sealed-writer.ts'
import { createSnapshotDraft, type SnapshotDraft } from './snapshot-draft.ts'
import { createSnapshotJournal } from './snapshot-journal.ts'
import {
  gonePrefix,
  isSnapshotId,
  newPrefix,
  Outside,
  purposes,
  snapshotLayout,
  type Inside
} from './snapshot-layout.ts'
import { snapshotMarks } from './snapshot-marks.ts'
import type { SnapshotSeed } from './snapshot-seed.ts'
import type { StoreFiles } from '../sealed/store-files.ts'
import { wrappedKeyBytes } from '../keys/wrap-key.ts'

/** The snapshots of one folder. One process changes them at a time; any may read. */
export interface SnapshotStore {
  /** Newest first. With the key the facts are there, too; a snapshot whose descriptor is damaged has none. */
  list(): Promise<SnapshotEntry[]>
  /**
   * Makes sure that this process changes the store.
   * @throws AppError `not-allowed` when another one does
   */
  claim(): Promise<void>
  /**
   * @param expectedBytes what will be written, as far as known; looked at before anything is
   * @throws AppError `not-allowed` while the keyring is not open or another process has the store, `out-of-space`
   */
  begin(expectedBytes: number): Promise<SnapshotDraft>
  /**
   * Shows a snapshot whose files were sealed elsewhere on the same volume, whole and on the disk. Doing it again after a
   * crash is harmless. The files stay where they are, under a second name.
   * @throws AppError as {@link begin}, and the file system's error
   */
  adopt(sealed: SealedElsewhere): Promise<SnapshotEntry>
  /** @throws AppError `not-found`, `not-allowed`, `unreadable-file` */
  open(id: string): Promise<OpenSnapshot>
  /** Puts a snapshot on hold, or releases it. @throws AppError `not-found`, `not-allowed` */
  hold(id: string, hold: boolean): Promise<void>
  /**
   * Uses data that are much smaller than before all the same, or no longer where `reason` is undefined.
   * @throws AppError `not-found`, `not-allowed`, also for data that are not much smaller
   */
  accept(id: string, reason: AcceptReason | undefined): Promise<void>
  /** Destroys the key, then the files. @throws AppError `not-found`, `not-allowed`, also for one on hold */
  delete(id: string): Promise<void>
}

/** Files that were sealed under the key of a snapshot before it is there. */
export interface SealedElsewhere {
  readonly seed: SnapshotSeed
  /** The same key, unwrapped; it stays the caller's. */
  readonly key: Buffer
  /** Absolute path of the folder that holds `<part>.sealed`. */
  readonly folder: string
  readonly inside: Omit<Inside, 'version' | 'id' | 'files'>
  readonly parts: readonly ({ readonly name: string; readonly part: string } & SealedFacts)[]
}

/** Dependencies of {@link openSnapshotStore}. */
export interface SnapshotStoreDependencies {
  /** Absolute path; made when it is missing. */
  readonly folder: string
  readonly keyring: Keyring
  readonly files: StoreFiles
  readonly lock: InstanceLock
  readonly clock: ClockPort
  readonly log: LogPort
}

/** Opens the store and, when no other process has it, ends what a crash interrupted. */
export async function openSnapshotStore(dependencies: SnapshotStoreDependencies): Promise<SnapshotStore> {
  const { folder, keyring, files, lock, clock, log } = dependencies
  await files.makeFolder(folder)
  const journal = createSnapshotJournal(folder, files)
  const draftParts = { files, journal, clock, log, folder }
  const folderOf = (id: string): string => join(folder, id)
  const marks = snapshotMarks(files)
  const leaving = new Set<string>()
  let swept = false

  /** Only this process changes the store from here on, and nothing half done is left. */
  async function own(): Promise<void> {
    if (!(await lock.hold())) {
      throw new AppError('not-allowed', m.anotherPopulusOnThisComputerIs, { retryable: true, reason: 'in-use' })
    }
    if (swept) return
    await sweep()
    swept = true
  }

  async function sweep(): Promise<void> {
    for (const id of await journal.unfinishedDeletions()) await destroy(id)
    let removed = 0
    for (const name of await files.list(folder)) {
      if (!name.startsWith(newPrefix) && !name.startsWith(gonePrefix)) continue
      await files.destroy(snapshotLayout(folderOf(name)).key)
      await files.removeFolder(folderOf(name))
      removed += 1
    }
    await journal.clear()
    if (removed > 0) log.write('info', 'snapshots.swept', { removed })
  }

  /** Can be interrupted anywhere and begun again. */
  async function destroy(id: string): Promise<void> {
    await files.destroy(snapshotLayout(folderOf(id)).key)
    const gone = folderOf(`${gonePrefix}${id}`)
    if ((await files.list(folder)).includes(id)) {
      await files.rename(folderOf(id), gone)
      await files.syncFolder(folder)
    }
    await files.removeFolder(gone)
    await journal.record('deleted', id)
  }

  async function readOutside(id: string): Promise<Outside | undefined> {
    const layout = snapshotLayout(folderOf(id))
    const key = await files.read(layout.key)
    // A key of zeros is one that is being destroyed.
    if (key?.length !== wrappedKeyBytes || key.every((byte) => byte === 0)) return undefined
    const text = await files.read(layout.outside)
    const outside = text === undefined ? undefined : v.safeParse(Outside, parsed(text))
    return outside?.success === true ? outside.output : undefined
  }

  async function unlockKey(id: string): Promise<Buffer> {
    const wrapped = await files.read(snapshotLayout(folderOf(id)).key)
    if (wrapped === undefined) throw notThere()
    return keyring.openKey(wrapped, purposes.key(id))
  }

  async function entryOf(outside: Outside, isOpen: boolean): Promise<SnapshotEntry> {
    const { version: _version, ...seen } = outside
    const { id } = seen
    const layout = snapshotLayout(folderOf(id))
    const entry = { ...seen, ...(await marks.read(layout)) }
    if (!isOpen) return entry
    try {
      const key = await unlockKey(id)
      try {
        const { facts } = await readInside(files, layout, id, key)
        const { completeness: told, ...rest } = entry
        const completeness = facts.completeness?.state
        // What is outside can be written by anybody who has the folder; the descriptor cannot.
        if (told !== completeness) log.write('warn', 'snapshots.outside-changed', { snapshot: id })
        return { ...rest, ...(completeness === undefined ? {} : { completeness }), facts }
      } finally {
        key.fill(0)
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      log.write('warn', 'snapshots.unreadable', { code: error.code })
      return entry
    }
  }

  if (await lock.hold()) await own()

  return {
    async list() {
      const isOpen = (await keyring.state()).state === 'open'
      const entries: SnapshotEntry[] = []
      for (const id of (await files.list(folder)).filter(isSnapshotId)) {
        if (leaving.has(id)) continue
        const outside = await readOutside(id).catch((error: unknown) => {
          if (!isOutOfReach(error)) throw error
          log.write('warn', 'snapshots.unreadable', { snapshot: id })
          return undefined
        })
        if (outside?.id === id) entries.push(await entryOf(outside, isOpen))
      }
      return entries.sort((a, b) => b.keptAt - a.keptAt || (a.id < b.id ? -1 : 1))
    },

    claim: own,

    async begin(expectedBytes) {
      await own()
      await requireSpace(files, folder, expectedBytes)
      const id = randomBytes(16).toString('hex')
      const { key, wrapped } = keyring.makeKey(purposes.key(id))
      const place = folderOf(`${newPrefix}${id}`)
      await journal.record('begin', id)
      await files.makeFolder(place)
      return createSnapshotDraft({ ...draftParts, id, key, wrapped, place, adoptedBytes: 0 })
    },

    async adopt({ seed, key, folder: from, inside, parts: sealed }) {
      await own()
      const { id, wrapped } = seed
      const known = (await files.list(folder)).includes(id) ? await readOutside(id) : undefined
      if (known !== undefined) return { id, keptAt: known.keptAt, keptBytes: known.keptBytes, facts: inside.facts }
      const place = folderOf(`${newPrefix}${id}`)
      await files.removeFolder(place)
      await journal.record('begin', id)
      await files.makeFolder(place)
      const layout = snapshotLayout(place)
      for (const { part } of sealed) await files.link(join(from, `${part}.sealed`), layout.part(part))
      const adoptedBytes = sealed.reduce((sum, { sealedBytes }) => sum + sealedBytes, 0)
      const draft = createSnapshotDraft({ ...draftParts, id, key: Buffer.from(key), wrapped, place, adoptedBytes })
      return draft.commit(inside, sealed)
    },

    async open(id) {
      if (!isSnapshotId(id) || leaving.has(id) || (await readOutside(id)) === undefined) throw notThere()
      return openSnapshot(files, snapshotLayout(folderOf(id)), id, await unlockKey(id))
    },

    async hold(id, hold) {
      await own()
      if (!isSnapshotId(id) || (await readOutside(id)) === undefined) throw notThere()
      await marks.hold(snapshotLayout(folderOf(id)), hold)
    },

    async accept(id, reason) {
      await own()
      const outside = isSnapshotId(id) ? await readOutside(id) : undefined
      if (outside === undefined) throw notThere()
      if (reason !== undefined && outside.completeness !== 'smaller')
        throw new AppError('not-allowed', m.onlyDataThatAreMuchSmaller)
      await marks.accept(snapshotLayout(folderOf(id)), reason)
    },

    async delete(id) {
      await own()
      if (!isSnapshotId(id) || !(await files.list(folder)).includes(id)) throw notThere()
      if ((await files.read(snapshotLayout(folderOf(id)).hold)) !== undefined)
        throw new AppError('not-allowed', m.thisSnapshotIsOnHoldRelease)
      await journal.record('delete', id)
      leaving.add(id)
      await destroy(id)
    }
  }
}

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}

function notThere(): AppError {
  return new AppError('not-found', m.thisSnapshotIsNotThereAny)
}
