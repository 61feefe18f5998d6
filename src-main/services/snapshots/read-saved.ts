import { servicesSnapshotsMessages as m } from '#messages/services/snapshots.ts'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { completenessSentence } from '#shared/completeness.ts'
import { defaultSnapshot, type SnapshotEntry } from '#shared/snapshot.ts'
import { recordedDecisions } from './recorded-decisions.ts'
import type { LogPort } from '../../ports/host.ts'
import { systemClock } from '../../ports/system.ts'
import { createKeyring, type Keyring } from '../../storage/keys/keyring.ts'
import type { OpenSnapshot } from '../../storage/snapshots/open-snapshot.ts'
import { openSnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'

/** A snapshot named on a command line: a folder of snapshots, of which the newest complete one is meant, or one of them. */
export interface SavedPath {
  /** The folder with the keyring. */
  readonly folder: string
  /** `undefined` for the newest complete one. */
  readonly id: string | undefined
}

/** @returns what a path names when it is a folder of snapshots, one of them, or a data folder that holds some */
export function savedPath(path: string): SavedPath | undefined {
  const holds = (folder: string): boolean => existsSync(join(folder, 'keyring.json'))
  if (holds(path)) return { folder: path, id: undefined }
  if (holds(join(path, 'snapshots'))) return { folder: join(path, 'snapshots'), id: undefined }
  if (holds(dirname(path)) && existsSync(join(path, 'inside.sealed')))
    return { folder: dirname(path), id: basename(path) }
  return undefined
}

/**
 * Opens a snapshot to read it, alongside a Populus that may be running.
 * @param passphrase asked for only when one is needed
 * @throws AppError `not-found` when nothing is kept there, `not-allowed` for a wrong passphrase or a keychain's key
 */
export async function readSaved(
  { folder, id }: SavedPath,
  passphrase: () => Promise<string>,
  log: LogPort,
  /** Called with the open keyring before any of the data are read. */
  onOpen: (keyring: Keyring, snapshot: string) => Promise<void>
): Promise<OpenSnapshot> {
  const keyring = createKeyring(join(folder, 'keyring.json'), undefined)
  if ((await keyring.state()).by === 'keychain') {
    throw new AppError('not-allowed', m.theKeychainOfTheDesktopProtects, { reason: 'locked' })
  }
  await keyring.unlock(await passphrase())
  const reader = { hold: async () => false, release: async () => undefined }
  const store = await openSnapshotStore({
    folder,
    keyring,
    files: diskFiles,
    lock: reader,
    clock: systemClock,
    log,
    recorded: recordedDecisions(join(dirname(folder), 'audit'), log)
  })
  const entries = await store.list()
  const chosen = id ?? defaultSnapshot(entries)?.id
  if (chosen === undefined) throw notComplete(entries)
  await onOpen(keyring, chosen)
  const snapshot = await store.open(chosen)
  keyring.lock()
  return snapshot
}

/** Incomplete data are read only by those who name them. */
function notComplete([newest]: readonly SnapshotEntry[]): AppError {
  if (newest === undefined) return new AppError('not-found', m.noDataAreStoredInThis)
  const why = completenessSentence(newest.facts?.completeness) ?? m.theyAreIncomplete
  return new AppError('not-found', m.thereAreNoCompleteDataIn(why, newest.id))
}
