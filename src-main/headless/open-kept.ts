import { readFileSync } from 'node:fs'
import { readCache } from '#engine/store/cache-read.ts'
import { cacheVersion } from '#engine/store/cache-version.ts'
import type { ReleaseViews } from '#engine/store/plan.ts'
import type { Store } from '#engine/store/store.ts'
import { AppError } from '#shared/app-error.ts'
import type { ImportSources } from '../imports/import-catalog.ts'
import { readKept, type KeptPath } from '../snapshots/read-kept.ts'
import { snapshotSources } from '../snapshots/snapshot-sources.ts'

/** A kept snapshot: its columns when they are of this version, else its files to read. */
export type OpenedKept =
  { readonly store: Store; readonly skipped: ImportSources['skipped'] } | { readonly sources: ImportSources }

/**
 * Opens a kept snapshot.
 * @param passphraseFd file descriptor that yields the passphrase on its first line; without one the environment variable
 * POPULUS_PASSPHRASE does
 * @throws AppError as `readKept`, and `invalid-input` when there is no passphrase
 */
export async function openKept(
  path: KeptPath,
  views: ReleaseViews,
  passphraseFd: number | undefined
): Promise<OpenedKept> {
  const snapshot = await readKept(path, () => readPassphrase(passphraseFd), { write: () => undefined })
  const cache = await snapshot.cache()
  const store = cache === undefined ? undefined : await columnsOf(cache, await cacheVersion(views))
  if (store === undefined) return { sources: { ...snapshotSources(snapshot), close: () => snapshot.close() } }
  const { skipped } = snapshot.inside
  await snapshot.close()
  return { store, skipped }
}

/** Columns that are damaged are made again from the files. */
async function columnsOf(cache: ReadableStream<Uint8Array>, version: string): Promise<Store | undefined> {
  try {
    return await readCache(cache, version)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

function readPassphrase(fd: number | undefined): string {
  const text = fd === undefined ? process.env['POPULUS_PASSPHRASE'] : readFileSync(fd, 'utf8').split(/\r?\n/)[0]
  if (text) return text
  throw new AppError(
    'invalid-input',
    'These data are encrypted. Give their passphrase in the environment variable POPULUS_PASSPHRASE, or with --passphrase-fd.'
  )
}

/** Reads the value of `--passphrase-fd`. @throws AppError `invalid-input` for anything but a file descriptor */
export function passphraseFdOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const fd = Number(value)
  if (value !== '' && Number.isSafeInteger(fd) && fd >= 0) return fd
  throw new AppError('invalid-input', '--passphrase-fd takes the number of an open file descriptor, such as 3.')
}
