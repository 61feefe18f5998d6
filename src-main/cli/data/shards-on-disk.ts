import { cliDataMessages as m } from '#messages/cli/data.ts'
import { existsSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { DiskPopulation } from '#engine/shards/disk/disk-places.ts'
import { DIRECTORY_FILE, readDirectory } from '#engine/shards/saved-directory.ts'
import type { LoadSize } from '#engine/shards/load/load-size.ts'
import type { LoadedShards } from '#engine/shards/load/population-builder.ts'
import { openDiskShards } from '#engine/shards/open-disk-shards.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { collectForLoading, countColumnsAsAlive, keepHeapSmall } from '../../host/threads/heap-size.ts'
import type { SealedNow } from '../../storage/sealed/sealed-now.ts'
import { openShardFile } from '../../storage/shards/shard-folder.ts'
import type { SavedShards } from '../../storage/snapshots/saved-shards.ts'
import { openShardFiles } from '../shards/local-shard-files.ts'
import type { CommandIo } from '../terminal/command.ts'
import { dataPath } from './open-data.ts'

/**
 * Where the shards of a population are that does not fit into memory; undefined for one that does.
 * @throws AppError `not-supported` where people of several sources would have to be matched
 */
export async function openShards(size: LoadSize, isJoined: boolean, io: CommandIo): Promise<LoadedShards | undefined> {
  if (size.shards === 1) {
    countColumnsAsAlive()
    return undefined
  }
  if (isJoined) throw new AppError('not-supported', m.matchingThePeopleOfSeveralSources)
  const { shards: count, batchBytes, pieceBytes } = size
  collectForLoading(size.cacheBytes, pieceBytes)
  const files = await openShardFiles(shardsFolder(io))
  return { count, files, cache: new ArrayCache(size.cacheBytes), batchBytes, pieceBytes }
}

/** Parts of a snapshot, opened. */
export interface SnapshotPopulation {
  readonly shards: readonly PopulationShard[]
  close(): Promise<void>
}

/**
 * Opens the parts of a snapshot.
 * @param views the present ones
 * @returns undefined for parts that were made by other views or another version
 */
export async function openParts(
  files: SavedShards,
  views: ReleaseViews,
  { cacheBytes }: LoadSize
): Promise<SnapshotPopulation | undefined> {
  const opened = new Map<string, SealedNow>()
  const close = async (): Promise<void> => {
    for (const file of opened.values()) file.close()
  }
  for (const name of files.keys()) opened.set(name, openShardFile({ files }, name))
  const directory = opened.get(DIRECTORY_FILE)?.read(0, defined(files.get(DIRECTORY_FILE)).textBytes)
  const places = directory && readDirectory(directory, await viewMarks(views))
  if (places === undefined) {
    await close()
    return undefined
  }
  keepHeapSmall(cacheBytes)
  const cache = new ArrayCache(cacheBytes)
  const address: DiskPopulation['address'] = () => ({ of: 'process', files })
  const disk: DiskPopulation = { places, cache, cacheBytes, open: (file) => defined(opened.get(file)), address }
  return { shards: openDiskShards(places, disk, disk), close }
}

/** Where what does not fit into memory lies encrypted, while it is used. */
export function shardsFolder(io: CommandIo): string {
  const data = dataPath(undefined, io)
  return existsSync(data) ? join(data, 'shards') : join(tmpdir(), `populus-shards-${userInfo().username}`)
}
