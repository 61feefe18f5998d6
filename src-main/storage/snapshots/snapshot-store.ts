import { storageMessages as m } from '#messages/storage.ts'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import type { AcceptReason, SnapshotEntry } from '#shared/snapshot.ts'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import type { InstanceLock } from '../files/instance-lock.ts'
import type { Keyring } from '../keys/keyring.ts'
import { isOutOfReach } from '../files/misplaced.ts'
import { openSnapshot, type OpenSnapshot } from './open-snapshot.ts'
import { createOpenedSnapshots } from './opened-snapshots.ts'
import { requireSpace, type SealedFacts } from '../sealed/sealed-writer.ts'
import { createSnapshotDraft, type InsideToWrite, type SnapshotDraft } from './snapshot-draft.ts'
import { createSnapshotJournal } from './snapshot-journal.ts'
import { gonePrefix, isSnapshotId, newPrefix, purposes, snapshotLayout } from './snapshot-layout.ts'
import { judgedSnapshots, snapshotGone } from './judged-snapshots.ts'
import type { RecordedDecisions } from './snapshot-state.ts'
import type { SnapshotSeed } from './snapshot-seed.ts'
import type { StoreFiles } from '../sealed/store-files.ts'

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
  /** Closes every snapshot that is open or being opened, because the keys go away. What is being written into one is given up; drafts stay. */
  closeAll(): Promise<void>
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
  readonly inside: InsideToWrite
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
  /** What the audit log says that was decided about snapshots; absent where none is kept. */
  readonly recorded?: (() => Promise<RecordedDecisions>) | undefined
}

/** Opens the store and, when no other process has it, ends what a crash interrupted. */
export async function openSnapshotStore(dependencies: SnapshotStoreDependencies): Promise<SnapshotStore> {
  const { folder, keyring, files, lock, clock, log } = dependencies
  await files.makeFolder(folder)
  const journal = createSnapshotJournal(folder, files)
  const draftParts = { files, journal, clock, log, folder }
  const folderOf = (id: string): string => join(folder, id)
  const recorded = dependencies.recorded ?? (async (): Promise<RecordedDecisions> => new Map())
  const judged = judgedSnapshots({ folderOf, keyring, files, log, recorded })
  const opened = createOpenedSnapshots()
  const leaving = new Set<string>()
  /** A decision is made to what the decision before left, and nothing is deleted that is being put on hold. */
  const inTurn = oneAtATime()
  let swept = false

  /** Only this process changes the store from here on, and nothing half done is left. */
  async function acquire(): Promise<void> {
    if (!(await lock.hold())) {
      throw new AppError('not-allowed', m.anotherPopulusOnThisComputerIs, { retryable: true, reason: 'in-use' })
    }
    if (swept) return
    await sweep()
    swept = true
  }

  async function sweep(): Promise<void> {
    let [removed, left] = [0, 0]
    /** What another program reads cannot be removed everywhere. It is not shown, and tried again at the next start. */
    async function attempt(removing: () => Promise<void>): Promise<boolean> {
      try {
        await removing()
        return true
      } catch (error) {
        left += 1
        log.write('warn', 'snapshots.leftover', { systemCode: errorCode(error) ?? 'unknown' })
        return false
      }
    }
    const going = new Set([...(await journal.unfinishedDeletions()), ...(await replacedOnes())])
    for (const id of going) if (!(await attempt(() => destroy(id)))) leaving.add(id)
    for (const name of await files.list(folder)) {
      if (!name.startsWith(newPrefix) && !name.startsWith(gonePrefix)) continue
      const isGone = await attempt(async () => {
        await files.destroy(snapshotLayout(folderOf(name)).key)
        await files.removeFolder(folderOf(name))
      })
      if (isGone) removed += 1
    }
    if (left === 0) await journal.clear()
    if (removed > 0) log.write('info', 'snapshots.swept', { removed })
  }

  /** Snapshots that would be gone if what put another one in their place had not been interrupted. */
  async function replacedOnes(): Promise<readonly string[]> {
    const replaced: string[] = []
    for (const { id, by } of await journal.unfinishedReplacements()) {
      if (!(await judged.isThere(by)) || !(await judged.isThere(id))) continue
      // Somebody who has put it on hold since knows of it.
      if (!(await judged.isHeld(id))) replaced.push(id)
    }
    return replaced
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

  if (await lock.hold()) await acquire()
  // Whoever only reads leaves the rest to the next one who has the store, and sees nothing of it.
  else for (const id of await replacedOnes()) leaving.add(id)

  return {
    async list() {
      const isOpen = (await keyring.state()).state === 'open'
      const known = await recorded()
      const entries: SnapshotEntry[] = []
      for (const id of (await files.list(folder)).filter(isSnapshotId)) {
        if (leaving.has(id)) continue
        try {
          if (await judged.isThere(id)) entries.push(await judged.entry(id, { isOpen, known, maySeal: swept }))
        } catch (error) {
          if (!isOutOfReach(error)) throw error
          log.write('warn', 'snapshots.unreadable', { snapshot: id })
        }
      }
      return entries.sort((a, b) => b.keptAt - a.keptAt || (a.id < b.id ? -1 : 1))
    },

    claim: acquire,

    async begin(expectedBytes) {
      await acquire()
      await requireSpace(files, folder, expectedBytes)
      const id = randomBytes(16).toString('hex')
      const { key, wrapped } = keyring.makeKey(purposes.key(id))
      const place = folderOf(`${newPrefix}${id}`)
      await journal.record('begin', id)
      await files.makeFolder(place)
      return createSnapshotDraft({ ...draftParts, id, key, wrapped, place, adoptedBytes: 0 })
    },

    async adopt({ seed, key, folder: from, inside, parts: sealed }) {
      await acquire()
      const { id, wrapped } = seed
      if (await judged.isThere(id)) {
        const { facts: _facts, ...entry } = await judged.entry(id, {
          isOpen: false,
          known: await recorded(),
          maySeal: false
        })
        return { ...entry, facts: inside.facts }
      }
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

    open: (id) =>
      opened.open(async () => {
        if (leaving.has(id) || !(await judged.isThere(id))) throw snapshotGone()
        return openSnapshot(files, snapshotLayout(folderOf(id)), id, await judged.unlockKey(id))
      }),

    closeAll: () => opened.closeAll(),

    hold: (id, hold) =>
      inTurn(async () => {
        await acquire()
        await judged.decide(id, ({ hold: _hold, ...rest }) => ({ ...rest, ...(hold ? { hold } : {}) }))
      }),

    accept: (id, reason) =>
      inTurn(async () => {
        await acquire()
        await judged.decide(id, ({ accepted: _accepted, ...rest }) => {
          if (reason === undefined) return rest
          if (rest.completeness !== 'smaller') throw new AppError('not-allowed', m.onlyDataThatAreMuchSmaller)
          return { ...rest, accepted: reason }
        })
      }),

    delete: (id) =>
      inTurn(async () => {
        await acquire()
        if (!isSnapshotId(id) || !(await files.list(folder)).includes(id)) throw snapshotGone()
        if ((await judged.isThere(id)) && (await judged.isHeld(id)))
          throw new AppError('not-allowed', m.thisSnapshotIsOnHoldRelease)
        await journal.record('delete', id)
        leaving.add(id)
        await destroy(id)
      })
  }
}
