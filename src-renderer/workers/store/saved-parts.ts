import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { DiskPopulation } from '#engine/shards/disk/disk-places.ts'
import { DIRECTORY_FILE, readDirectory, writeDirectory } from '#engine/shards/saved-directory.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { openDiskShards } from '#engine/shards/open-disk-shards.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { ViewMark } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import { HostShardReader } from '../base/host-shard-file.ts'
import { readBytesNow } from '../base/read-bytes-now.ts'
import type { PageApi } from './protocol/store-protocol.ts'

/** What the services do for shards, as a worker asks the page for it. */
export type ShardHost = Pick<
  PageApi,
  'openShards' | 'openSavedShards' | 'openRefreshedShards' | 'saveShards' | 'checkShards' | 'closeShards'
>

/** The parts of a population as they can be kept in a snapshot. */
export interface KeepableShards {
  /** Name of their addresses. */
  readonly id: string
  /** Writes what they need besides their columns; absent where it is there already. */
  readonly complete?: (views: readonly ViewMark[]) => Promise<void>
}

/** Parts of a snapshot, opened. */
export interface SavedPopulation {
  readonly shards: readonly PopulationShard[]
  readonly parts: KeepableShards
  close(): Promise<void>
}

/**
 * The parts of a population that was just divided, to be kept.
 * @returns undefined where the files are in memory
 */
export function partsToKeep(shards: readonly PopulationShard[], files: ShardFiles): KeepableShards | undefined {
  const address = files.address()
  const disk = shards[0]?.disk
  if (address.of !== 'services' || disk === undefined) return undefined
  return {
    id: address.id,
    async complete(views) {
      await files.write(DIRECTORY_FILE, [writeDirectory(disk.places, views)])
    }
  }
}

/** Keeps the parts of a population in a snapshot. */
export async function saveParts(
  snapshot: string,
  { id, complete }: KeepableShards,
  views: readonly ViewMark[],
  host: Pick<ShardHost, 'saveShards'>
): Promise<void> {
  await complete?.(views)
  await host.saveShards({ id, snapshot })
}

/**
 * Opens the parts of a snapshot.
 * @param views marks of the present views
 * @param cacheBytes of columns in memory at a time
 * @returns undefined where it has none that can be used: none at all, damaged ones, or of other views or another version
 */
export async function openSavedParts(
  snapshot: string,
  views: readonly ViewMark[],
  cacheBytes: number,
  host: Pick<ShardHost, 'openSavedShards' | 'closeShards'>,
  readNow = readBytesNow
): Promise<SavedPopulation | undefined> {
  let id: string | undefined
  try {
    const opened = await host.openSavedShards(snapshot)
    id = opened.id
    const sizes = new Map(opened.files.map(({ name, bytes }) => [name, bytes]))
    const reader = new HostShardReader(opened.id, readNow)
    const open: DiskPopulation['open'] = (file) => reader.open(file, sizes.get(file) ?? 0)
    const places = readDirectory(open(DIRECTORY_FILE).read(0, sizes.get(DIRECTORY_FILE) ?? 0), views)
    const isWhole = places?.shards.every(({ file }) => sizes.has(file)) ?? false
    if (places !== undefined && isWhole) {
      const cache = new ArrayCache(cacheBytes)
      const address: DiskPopulation['address'] = () => ({ of: 'services', id: opened.id, sizes })
      const disk: DiskPopulation = { places, cache, cacheBytes, open, address }
      const shards = openDiskShards(places, disk, disk)
      return { shards, parts: { id: opened.id }, close: () => host.closeShards(opened.id) }
    }
  } catch (error) {
    if (id !== undefined) await host.closeShards(id)
    if (error instanceof AppError || error instanceof TypeError) return undefined
    throw error
  }
  await host.closeShards(id)
  return undefined
}
