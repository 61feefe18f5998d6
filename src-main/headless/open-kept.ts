import { readCache } from '#engine/store/cache-read.ts'
import { cacheVersion } from '#engine/store/cache-version.ts'
import type { ReleaseViews } from '#engine/store/plan.ts'
import type { Store } from '#engine/store/store.ts'
import { AppError } from '#shared/app-error.ts'
import type { ImportSources } from '../imports/import-catalog.ts'
import { readKept, type KeptPath } from '../snapshots/read-kept.ts'
import { snapshotSources } from '../snapshots/snapshot-sources.ts'
import { readPassphrase } from './passphrase.ts'

/** A kept snapshot: its columns when they are of this version, and its files. */
export interface OpenedKept {
  readonly store: Store | undefined
  /** Closing them forgets the key. */
  readonly sources: ImportSources
}

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
  return { store, sources: { ...snapshotSources(snapshot), close: () => snapshot.close() } }
}

/**
 * The raw files of a kept snapshot, to be read again. @throws AppError as {@link openKept}
 * @param passphraseFd as {@link openKept} takes it; what was read from it once cannot be read again
 */
export async function keptSources(path: KeptPath, passphraseFd?: number): Promise<ImportSources> {
  const snapshot = await readKept(path, () => readPassphrase(passphraseFd), { write: () => undefined })
  return { ...snapshotSources(snapshot), close: () => snapshot.close() }
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
