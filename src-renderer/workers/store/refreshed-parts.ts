import type { PopulationBuilder } from '#engine/shards/load/population-builder.ts'
import { RefreshRefused } from '#engine/shards/load/refresh-facts.ts'
import { LOAD_FILE, readSavedLoad, type PopulationBase } from '#engine/shards/load/saved-load.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { readDirectory, DIRECTORY_FILE } from '#engine/shards/saved-directory.ts'
import type { LoadedFacts } from '#engine/store/build/store-builder.ts'
import type { ViewMark } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { PlannedFile } from '../ingest/load-sources.ts'
import { loadDivided, type DividedLoad, type DividedPopulation } from './divided-load.ts'
import { openHostShardFiles, openRefreshedShardFiles, type ShardRequests } from '../base/host-shard-files.ts'
import type { ShardHost } from './saved-parts.ts'

/** The parts of the snapshot that another one was made from, and room for those of the new one. */
interface RefreshedParts {
  readonly files: ShardFiles
  readonly from: PopulationBase
}

/** Parts are rebuilt when the memory that is set asks for so many more or fewer of them. */
const OTHER_COUNT = 1.5

/**
 * Opens what a snapshot can be made from in place of all of its files.
 * @param views marks of the present views
 * @param planned files of the snapshot, those of the one before first
 * @param count of parts that a load of all files would make
 * @returns undefined where it was made from no other one, or from one that has no parts which can be used
 */
async function openRefreshedParts(
  snapshot: string,
  views: readonly ViewMark[],
  planned: readonly Pick<PlannedFile, 'bytes'>[],
  count: number,
  host: Pick<ShardHost, 'openRefreshedShards' | 'closeShards'>,
  requests?: ShardRequests
): Promise<RefreshedParts | undefined> {
  let files: ShardFiles | undefined
  try {
    const opened = await openRefreshedShardFiles(snapshot, host, requests)
    files = opened.files
    const { base } = opened.files
    const hasPieces = [DIRECTORY_FILE, LOAD_FILE].every((name) => opened.names.has(name))
    const places = hasPieces ? readDirectory(base.whole(DIRECTORY_FILE), views) : undefined
    const load = places && readSavedLoad(base)
    if (load !== undefined && isSameLength(load.accounts, opened.blanked.length, planned)) {
      const ratio = defined(places).count / count
      const removed = new Map(
        opened.blanked.flatMap((lines, file) => (lines.length === 0 ? [] : [[file, Float64Array.from(lines)] as const]))
      )
      if (ratio <= OTHER_COUNT && ratio >= 1 / OTHER_COUNT)
        return { files: opened.files, from: { places: defined(places), load, removed } }
    }
  } catch (error) {
    await files?.close()
    if (isNoBase(error)) return undefined
    throw error
  }
  await files.close()
  return undefined
}

/** Whether a failure says that a snapshot cannot be made from the one before, so that all of its files are to be loaded. */
function isNoBase(error: unknown): boolean {
  if (error instanceof AppError) return error.code !== 'cancelled' && error.code !== 'out-of-space'
  return error instanceof RefreshRefused || error instanceof TypeError
}

/** How {@link loadSnapshotParts} loads. */
export interface SnapshotLoad extends Omit<DividedLoad, 'open' | 'from' | 'read'> {
  /** Id of the snapshot; undefined for files that are none, or whose parts are not kept. */
  readonly snapshot: string | undefined
  readonly views: readonly ViewMark[]
  readonly planned: readonly PlannedFile[]
  readonly host: ShardHost
  /** Browsers' own but in tests. */
  readonly requests?: ShardRequests
  /** Reads files into a builder. @param first index of the first of them; all behind it follow */
  readonly read: (builder: PopulationBuilder, first: number) => Promise<LoadedFacts>
}

/** Loads files into parts: a snapshot from those of the one that it was made from where that can be, else all of its files. */
export async function loadSnapshotParts(how: SnapshotLoad): Promise<DividedPopulation> {
  const { snapshot, views, planned, host, requests, read, ...load } = how
  const before =
    snapshot === undefined
      ? undefined
      : await openRefreshedParts(snapshot, views, planned, load.size.shards, host, requests)
  if (before !== undefined) {
    const { files, from } = before
    try {
      const size = { ...load.size, shards: from.places.count }
      const first = from.load.files.length
      return await loadDivided({
        ...load,
        size,
        from,
        open: async () => files,
        read: (builder) => read(builder, first)
      })
    } catch (error) {
      if (!isNoBase(error)) throw error
    }
  }
  return loadDivided({ ...load, open: () => openHostShardFiles(host, requests), read: (builder) => read(builder, 0) })
}

/** Whether the first files are as long as those of before. */
function isSameLength(
  accounts: PopulationBase['load']['accounts'],
  files: number,
  planned: readonly Pick<PlannedFile, 'bytes'>[]
): boolean {
  const bytes = new Float64Array(files)
  for (const account of accounts) if (account.file < files) bytes[account.file]! += account.bytes
  return planned.length >= files && bytes.every((length, file) => length === planned[file]!.bytes)
}
