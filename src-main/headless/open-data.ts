import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { dataFolder } from '../host/node/data-folder.ts'
import { systemClock } from '../host/system.ts'
import { createLogger } from '../log/logger.ts'
import type { LogPort } from '../host/ports.ts'
import { openSnapshotFolder, type SnapshotFolder } from '../snapshots/snapshot-folder.ts'
import { readPassphrase, type PassphraseSource } from './passphrase.ts'

/** The data folder of the application, for a command. */
export interface OpenedData {
  readonly data: string
  readonly folder: SnapshotFolder
  readonly log: LogPort
}

/** @param asked value of `--data`; the folder that the application uses when absent */
export function dataPath(asked: string | undefined): string {
  return asked === undefined
    ? dataFolder({ platform: process.platform, env: process.env, home: homedir(), exists: existsSync })
    : resolve(asked)
}

/**
 * Opens the data folder and its keyring.
 * @throws AppError `not-allowed` when the keychain of the desktop holds the key, or for a wrong passphrase
 */
export async function openData(asked: string | undefined, passphrase: PassphraseSource): Promise<OpenedData> {
  const data = dataPath(asked)
  const log = createLogger(join(data, 'logs', 'populus.log'), systemClock)
  const folder = await openSnapshotFolder({
    folder: join(data, 'snapshots'),
    secrets: undefined,
    clock: systemClock,
    log
  })
  const { state, by } = await folder.keyring.state()
  if (by === 'keychain' && state !== 'open') {
    await folder.release()
    throw new AppError(
      'not-allowed',
      'The keychain of this desktop protects these data, so only the Populus window can use their keys. Turn the schedule of the connection on and leave Populus running, also in the tray; or give with --data a folder that a passphrase protects, as Populus in a browser keeps it.',
      { reason: 'locked' }
    )
  }
  if (state === 'locked') await folder.keyring.unlock(await readPassphrase(passphrase))
  return { data, folder, log }
}
