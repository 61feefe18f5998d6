import { cliDataMessages as m } from '#messages/cli/data.ts'
import { existsSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { LoadSize } from '#engine/shards/load/load-size.ts'
import type { ShardsOnDisk } from '#engine/shards/load/population-builder.ts'
import { AppError } from '#shared/app-error.ts'
import { openShardFiles } from '../shards/local-shard-files.ts'
import type { CommandIo } from '../terminal/command.ts'
import { dataPath } from './open-data.ts'

/**
 * Where the shards of a population are that does not fit into memory; undefined for one that does.
 * @throws AppError `not-supported` where people of several sources would have to be matched
 */
export async function openShards(size: LoadSize, isJoined: boolean, io: CommandIo): Promise<ShardsOnDisk | undefined> {
  if (size.shards === 1) return undefined
  if (isJoined) throw new AppError('not-supported', m.matchingThePeopleOfSeveralSources)
  return { count: size.shards, files: await openShardFiles(shardsFolder(io)), cache: new ArrayCache(size.cacheBytes) }
}

/** Where what does not fit into memory lies encrypted, while it is used. */
export function shardsFolder(io: CommandIo): string {
  const data = dataPath(undefined, io)
  return existsSync(data) ? join(data, 'shards') : join(tmpdir(), `populus-shards-${userInfo().username}`)
}
