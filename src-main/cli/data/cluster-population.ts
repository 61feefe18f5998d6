import { cliDataMessages as m } from '#messages/cli/data.ts'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { FinishManner } from '#engine/shards/load/population-builder.ts'
import { openRunColumns } from '#engine/shards/separate/open-run-columns.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { planTables, type ReleaseViews } from '#engine/store/model/plan.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import { partPath, requireEndedRun, STATUS_FILE } from '#shared/cluster/cluster-run.ts'
import { partsOfOutput } from '../../services/imports/cluster-output.ts'
import { openShardFiles } from '../shards/local-shard-files.ts'

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
): Promise<{ readonly shards: readonly PopulationShard[]; readonly close: () => Promise<void> }> {
  // Whom a role shows is known when all parts are open, which then would have to be rewritten.
  if (limits.narrow !== undefined) throw new AppError('not-supported', m.yourRoleShowsSomePeopleNoCluster)
  // What cannot be read is no status.
  const text = await readFile(join(path, STATUS_FILE), 'utf8').catch(() => '')
  const { shards: count } = requireEndedRun(text, await partsOfOutput(path))
  const files = await openShardFiles(folder)
  try {
    const open = async (part: number): Promise<ReadableStream<Uint8Array>> =>
      Readable.toWeb(createReadStream(join(path, partPath(part)))) as ReadableStream<Uint8Array>
    const parts = { plan: planTables(views), views: await viewMarks(views), open, limit: limits.limit, onPart }
    const shards = await openRunColumns(parts, { count, files, cache: new ArrayCache(cacheBytes) })
    return { shards, close: () => files.close() }
  } catch (error) {
    await files.close()
    throw error
  }
}
