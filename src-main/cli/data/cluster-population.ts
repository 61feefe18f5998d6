import { cliDataMessages as m } from '#messages/cli/data.ts'
import { existsSync, createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import * as v from 'valibot'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { FinishManner } from '#engine/shards/load/population-builder.ts'
import { openSeparateShards } from '#engine/shards/separate/open-separate-shards.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { openCache } from '#engine/store/cache/cache-read.ts'
import { planTables, type ReleaseViews } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import { openShardFiles } from '../shards/local-shard-files.ts'

const Status = v.looseObject({ state: v.string(), shards: v.pipe(v.number(), v.integer(), v.minValue(1)) })

/** Whether a folder is what a run of `populus cluster` wrote. @param path absolute */
export function isClusterOutput(path: string): boolean {
  return existsSync(join(path, 'status.json')) && existsSync(join(path, 'shards'))
}

/** How {@link openClusterOutput} opens. */
export interface ClusterOpening {
  readonly views: ReleaseViews
  /** Bytes of columns in memory at a time. */
  readonly cacheBytes: number
  /** Absolute path of a folder for the parts, which lie there encrypted. */
  readonly folder: string
  /** Take away what the user may not see. */
  readonly limits: Pick<FinishManner, 'limit' | 'narrow'>
  /** Is told after each part. */
  readonly onPart: (done: number, count: number) => void
}

/**
 * Opens the population of a run of `populus cluster`: its columns, one part after another; the records behind them are on the cluster.
 * @param path absolute path of the output of the run
 * @throws AppError `not-supported` for a run that has not ended, of another version, or for a role that shows some of the people;
 * `unreadable-file` where a part is missing or damaged
 */
export async function openClusterOutput(
  path: string,
  { views, cacheBytes, folder, limits, onPart }: ClusterOpening
): Promise<{ readonly shards: readonly PopulationShard[]; close(): Promise<void> }> {
  // Whom a role shows is known when all parts are open, which then would have to be rewritten.
  if (limits.narrow !== undefined) throw new AppError('not-supported', m.yourRoleShowsSomePeopleNoCluster)
  const count = await partsOf(path)
  const plan = planTables(views)
  const expected = JSON.stringify(await viewMarks(views))
  const files = await openShardFiles(folder)

  async function* stores(): AsyncGenerator<Store, void> {
    for (let part = 0; part < count; part++) {
      const store = await storeOf(join(path, 'shards', partName(part)), part + 1)
      yield limits.limit === undefined ? store : await limits.limit(store, part === 0)
      onPart(part + 1, count)
    }
  }

  async function storeOf(file: string, number: number): Promise<Store> {
    const bytes = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>
    let views: string | undefined
    try {
      const opened = await openCache(bytes, plan)
      if (opened !== undefined) {
        await opened.whole
        views = JSON.stringify(opened.views)
        if (views === expected) return opened.store
      }
    } catch (cause) {
      throw new AppError('unreadable-file', m.aPartOfTheClusterIsDamaged(number, count), { cause })
    }
    throw new AppError('not-supported', m.theClusterWroteAnotherVersion)
  }

  try {
    const shards = await openSeparateShards(plan, stores(), { count, files, cache: new ArrayCache(cacheBytes) })
    return { shards, close: () => files.close() }
  } catch (error) {
    await files.close()
    throw error
  }
}

/** As the run names it. */
function partName(part: number): string {
  return `${String(part).padStart(5, '0')}.columns`
}

/** How many parts a run that has ended wrote. @throws AppError `not-supported`, `unreadable-file` */
async function partsOf(path: string): Promise<number> {
  let status
  try {
    status = v.parse(v.pipe(v.string(), v.parseJson(), Status), await readFile(join(path, 'status.json'), 'utf8'))
  } catch (cause) {
    throw new AppError('unreadable-file', m.theStateOfTheRunCannotBeRead, { cause })
  }
  if (status.state !== 'done') throw new AppError('not-supported', m.theRunHasNotEnded)
  const there = new Set(await readdir(join(path, 'shards')))
  for (let part = 0; part < status.shards; part++)
    if (!there.has(partName(part)))
      throw new AppError('unreadable-file', m.aPartOfTheClusterIsMissing(part + 1, status.shards))
  return status.shards
}
