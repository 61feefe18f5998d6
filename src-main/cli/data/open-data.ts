import { cliDataMessages as m } from '#messages/cli/data.ts'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { dataFolder } from '../../host/process/data-folder.ts'
import { systemClock } from '../../ports/system.ts'
import { createLogger } from '../../log/logger.ts'
import type { LogPort } from '../../ports/host.ts'
import { openSnapshotFolder, type SnapshotFolder } from '../../services/snapshots/snapshot-folder.ts'
import { backupContents } from '../../storage/backup/write-backup.ts'
import type { CommandIo } from '../terminal/command.ts'
import { readPassphrase, type PassphraseSource } from '../terminal/passphrase.ts'

/** The data folder of the application, for a command. */
export interface OpenedData {
  readonly data: string
  readonly folder: SnapshotFolder
  readonly log: LogPort
}

/** @param asked value of `--data`; the folder that the application uses when absent */
export function dataPath(asked: string | undefined, io: Pick<CommandIo, 'data' | 'policies'>): string {
  if (asked !== undefined) return resolve(asked)
  const managed = io.policies.value('DataFolder')
  return (
    io.data ??
    dataFolder({ platform: process.platform, env: process.env, home: homedir(), exists: existsSync, managed })
  )
}

/**
 * The same for a command that works on what is stored: a name that was mistyped is no folder without records.
 * @param begins as for {@link openData}
 * @throws AppError `not-found` where there is no such folder, and for one that was named and is something else; nothing is made
 */
export function storedDataPath(
  asked: string | undefined,
  io: Pick<CommandIo, 'data' | 'policies'>,
  begins = false
): string {
  const data = dataPath(asked, io)
  const isFolder = statSync(data, { throwIfNoEntry: false })?.isDirectory() === true
  if (!isFolder) throw new AppError('not-found', m.thereIsNoDataFolder(data))
  if (asked !== undefined && !begins && !readdirSync(data).some((name) => stored.has(name)))
    throw new AppError('not-found', m.theFolderIsNoDataFolder(data))
  return data
}

/** What a data folder may hold; the last one is in a folder of snapshots that was copied alone. */
const stored: ReadonlySet<string> = new Set([...backupContents, 'keyring.json'])

/**
 * Opens the data folder and its keyring.
 * @param begins the command also writes what a data folder may begin with, so that the one that Populus uses is made
 * @throws AppError `not-found` where there is no such folder, `not-allowed` when the keychain of the desktop holds the key,
 * or for a wrong passphrase
 */
export async function openData(
  asked: string | undefined,
  passphrase: PassphraseSource,
  io: Pick<CommandIo, 'data' | 'policies' | 'secrets'>,
  begins = false
): Promise<OpenedData> {
  const data = begins && asked === undefined ? dataPath(asked, io) : storedDataPath(asked, io, begins)
  const log = createLogger(join(data, 'logs', 'populus.log'), systemClock)
  const folder = await openSnapshotFolder({
    folder: join(data, 'snapshots'),
    secrets: io.secrets,
    policies: io.policies,
    clock: systemClock,
    log
  })
  try {
    const { state, by } = await folder.keyring.state()
    // Where nothing is saved yet, there is no key that the keychain could give.
    if (by === 'keychain' && state === 'locked')
      throw new AppError('not-allowed', keychainSentence(io.secrets !== undefined), { reason: 'locked' })
    if (state === 'locked') await folder.keyring.unlock(await readPassphrase(passphrase))
  } catch (error) {
    await folder.release()
    throw error
  }
  return { data, folder, log }
}

/** @param mayAsk whether this program may ask the keychain at all */
function keychainSentence(mayAsk: boolean): string {
  return mayAsk ? m.populusCouldNotReadTheKey : m.theKeychainOfThisDesktopProtects
}
