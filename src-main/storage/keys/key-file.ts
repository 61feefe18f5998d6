import { join } from 'node:path'
import type { StoreFiles } from '../sealed/store-files.ts'
import { writeCompleteFile } from '../sealed/write-complete-file.ts'
import type { Keyring } from './keyring.ts'

/** Where the key of a sealed journal lies, and what wraps it. */
export interface KeyFilePlace {
  /** Absolute path of the folder of the journal; the file in it is `key`. */
  readonly folder: string
  readonly keyring: Keyring
  readonly files: StoreFiles
  /** What the key is for; no other purpose opens it. */
  readonly purpose: string
}

/** Whether a key was made; it can be asked while the keyring is not open. */
export async function hasKeyFile({ folder, files }: Pick<KeyFilePlace, 'folder' | 'files'>): Promise<boolean> {
  return (await files.read(join(folder, 'key'))) !== undefined
}

/**
 * Reads the key of a sealed journal.
 * @returns 32 bytes, which the caller overwrites; `undefined` when none was made yet
 * @throws AppError `not-allowed` while the keyring is not open, `unreadable-file` for a key of another keyring
 */
export async function readKeyFile({ folder, keyring, files, purpose }: KeyFilePlace): Promise<Buffer | undefined> {
  const wrapped = await files.read(join(folder, 'key'))
  return wrapped === undefined ? undefined : keyring.openKey(wrapped, purpose)
}

/**
 * Makes the key of a sealed journal in a folder that is there. The file is complete and on the disk before it has its name,
 * and when this returns it has it.
 * @returns 32 bytes, which the caller overwrites
 * @throws AppError `not-allowed` while the keyring is not open, `out-of-space`
 */
export async function makeKeyFile({ folder, keyring, files, purpose }: KeyFilePlace): Promise<Buffer> {
  const next = join(folder, 'key.next')
  const { key, wrapped } = keyring.makeKey(purpose)
  await files.destroy(next)
  await writeCompleteFile(files, next, wrapped)
  await files.rename(next, join(folder, 'key'))
  await files.syncFolder(folder)
  return key
}
