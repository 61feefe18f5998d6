import { storageMessages as m } from '#messages/storage.ts'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import type { SnapshotEntry } from '#shared/snapshot.ts'
import type { LogPort } from '../../ports/host.ts'
import type { Keyring } from '../keys/keyring.ts'
import { wrappedKeyBytes } from '../keys/wrap-key.ts'
import type { StoreFiles } from '../sealed/store-files.ts'
import { readInside } from './open-snapshot.ts'
import { savedShardBytes } from './saved-shards.ts'
import { isSnapshotId, purposes, snapshotLayout, type Inside, type SnapshotLayout } from './snapshot-layout.ts'
import { readOutside, type OutsideState } from './snapshot-outside.ts'
import { judgeSnapshot, sealState, type JudgedSnapshot, type RecordedDecisions } from './snapshot-state.ts'

/** A snapshot whose key and descriptor were opened to look at it. */
interface Opened {
  readonly inside: Inside
  readonly key: Buffer
}

/** What {@link judgedSnapshots} needs. */
export interface JudgedSnapshotsDependencies {
  /** Absolute path of the folder of a snapshot. */
  readonly folderOf: (id: string) => string
  readonly keyring: Keyring
  readonly files: StoreFiles
  readonly log: LogPort
  /** What the audit log says that was decided about snapshots. */
  readonly recorded: () => Promise<RecordedDecisions>
}

/** The snapshots of a store as what lies next to them, their descriptors and the audit log say together. */
export interface JudgedSnapshots {
  /** Whether there is a snapshot: a key of zeros is one that is being destroyed. */
  isThere(id: string): Promise<boolean>
  /** Its key. Zero it after use. @throws AppError `not-found`, `not-allowed` while the keyring is not open, `unreadable-file` */
  unlockKey(id: string): Promise<Buffer>
  /**
   * The snapshot in the list, with its facts where the keyring is open.
   * @param how `known` is what the audit log says; with `maySeal` one of version 1 becomes one of version 2
   */
  entry(
    id: string,
    how: { readonly isOpen: boolean; readonly known: RecordedDecisions; readonly maySeal: boolean }
  ): Promise<SnapshotEntry>
  isHeld(id: string): Promise<boolean>
  /**
   * Writes a decision under the seal, and with it everything else that holds.
   * @throws AppError `not-found`, `not-allowed` while the keyring is not open, `unreadable-file`; what `change` throws
   */
  decide(id: string, change: (state: OutsideState) => OutsideState): Promise<void>
}

/** That there is no such snapshot. */
export function snapshotGone(): AppError {
  return new AppError('not-found', m.thisSnapshotIsNotThereAny)
}

/** Looks at snapshots on the disk. What does not agree is said in the log, once. */
export function judgedSnapshots({
  folderOf,
  keyring,
  files,
  log,
  recorded
}: JudgedSnapshotsDependencies): JudgedSnapshots {
  /** Changes that the log names already. */
  const named = new Set<string>()
  const layoutOf = (id: string): SnapshotLayout => snapshotLayout(folderOf(id))

  async function isThere(id: string): Promise<boolean> {
    if (!isSnapshotId(id)) return false
    const key = await files.read(layoutOf(id).key)
    return key?.length === wrappedKeyBytes && key.some((byte) => byte !== 0)
  }

  async function unlockKey(id: string): Promise<Buffer> {
    const wrapped = await files.read(layoutOf(id).key)
    if (wrapped === undefined) throw snapshotGone()
    return keyring.openKey(wrapped, purposes.key(id))
  }

  /** Calls with the key and the descriptor of a snapshot; with nothing where they cannot be read. */
  async function withOpened<T>(id: string, look: (opened: Opened | undefined) => Promise<T>): Promise<T> {
    let opened: Opened | undefined
    try {
      const key = await unlockKey(id)
      try {
        opened = { inside: await readInside(files, layoutOf(id), id, key), key }
      } catch (error) {
        key.fill(0)
        throw error
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      log.write('warn', 'snapshots.unreadable', { code: error.code })
    }
    try {
      return await look(opened)
    } finally {
      opened?.key.fill(0)
    }
  }

  async function judge(id: string, opened: Opened | undefined, known: RecordedDecisions): Promise<JudgedSnapshot> {
    const look = async (decisions: RecordedDecisions): Promise<JudgedSnapshot> =>
      judgeSnapshot(id, await readOutside(files, layoutOf(id), id), opened, decisions.get(id))
    const judged = await look(known)
    // Somebody may have decided between the two looks.
    const settled = judged.changed.length === 0 ? judged : await look(await recorded())
    for (const what of settled.changed) {
      if (named.has(`${id} ${what}`)) continue
      named.add(`${id} ${what}`)
      log.write('warn', 'snapshots.outside-changed', { snapshot: id, what })
    }
    return settled
  }

  const entry: JudgedSnapshots['entry'] = async (id, { isOpen, known, maySeal }) => {
    const shardBytes = await savedShardBytes(files, layoutOf(id))
    const entryOf = (judged: JudgedSnapshot): SnapshotEntry => asEntry(judged, shardBytes)
    if (!isOpen) return entryOf(await judge(id, undefined, known))
    return withOpened(id, async (opened) => {
      const judged = await judge(id, opened, known)
      if (opened === undefined) return entryOf(judged)
      if (maySeal && judged.isEarly && judged.changed.length === 0) await sealEarly(id, judged.state, opened)
      return { ...entryOf(judged), facts: opened.inside.facts }
    })
  }

  async function sealEarly(id: string, state: OutsideState, opened: Opened): Promise<void> {
    try {
      await sealState(files, layoutOf(id), state, opened)
    } catch (error) {
      // It is tried again with the next list.
      log.write('warn', 'snapshots.not-sealed', { snapshot: id, systemCode: errorCode(error) ?? 'unknown' })
    }
  }

  async function decide(id: string, change: (state: OutsideState) => OutsideState): Promise<void> {
    if (!(await isThere(id))) throw snapshotGone()
    const key = await unlockKey(id)
    try {
      const layout = layoutOf(id)
      const opened = { inside: await readInside(files, layout, id, key), key }
      const { state } = await judge(id, opened, await recorded())
      await sealState(files, layout, change(state), opened)
    } finally {
      key.fill(0)
    }
  }

  async function isHeld(id: string): Promise<boolean> {
    const known = await recorded()
    const isOpen = (await keyring.state()).state === 'open'
    const judged = isOpen
      ? await withOpened(id, (opened) => judge(id, opened, known))
      : await judge(id, undefined, known)
    return judged.state.hold === true
  }

  return { isThere, unlockKey, entry, isHeld, decide }
}

/** @param shardBytes of its parts, which come and go without what lies next to it being rewritten */
function asEntry({ state, changed }: JudgedSnapshot, shardBytes: number): SnapshotEntry {
  const keptBytes = state.keptBytes + shardBytes
  return { ...state, keptBytes, ...(changed.length === 0 ? {} : { changed: [...changed] }) }
}
