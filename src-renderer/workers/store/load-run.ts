import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { FinishManner } from '#engine/shards/load/population-builder.ts'
import { openRunColumns } from '#engine/shards/separate/open-run-columns.ts'
import type { TablePlan } from '#engine/store/model/plan.ts'
import type { ViewMark } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import { clusterFilesOf, readResults, requireEndedRun } from '#shared/cluster/cluster-run.ts'
import { openHostShardFiles, type ShardRoom } from '../base/host-shard-files.ts'
import type { RecordsPlace } from '../base/require-records.ts'
import type { StoreIntake } from '../ingest/ingest-protocol.ts'
import type { LoadSource } from '../ingest/load-source.ts'
import { openSource } from '../ingest/open-source.ts'
import type { DividedPopulation } from './divided-load.ts'
import type { LoadedRun } from './protocol/load-protocol.ts'
import { RunRecords } from './run-records.ts'

/** How {@link loadRun} opens. */
export interface RunLoad {
  readonly sources: readonly LoadSource[]
  readonly open: StoreIntake['open']
  readonly host: ShardRoom
  readonly plan: TablePlan
  /** Marks of the present views. */
  readonly views: readonly ViewMark[]
  /** Bytes of columns in memory at a time. */
  readonly cacheBytes: number
  /** Take away what the user may not see. */
  readonly limits: Pick<FinishManner, 'limit' | 'narrow'>
  /** Is told after each part; what it throws ends the opening. */
  readonly onPart: (done: number, count: number) => void
}

/**
 * Opens what a run of `populus cluster` wrote. Its columns are copied, encrypted, to this computer; the records and the results of measures stay
 * where they are, and are read there when somebody asks for them.
 * @throws AppError `not-supported` for a run that has not ended, of another version, or for a role that shows some of the people;
 * `unreadable-file` where a part is missing or damaged
 */
export async function loadRun({ sources, open, host, plan, views, cacheBytes, limits, onPart }: RunLoad): Promise<{
  readonly run: LoadedRun
  readonly population: DividedPopulation
  readonly place: RecordsPlace
}> {
  // Whom a role shows is known when all parts are open, which then would have to be rewritten.
  if (limits.narrow !== undefined) throw new AppError('not-supported', m.yourRoleShowsSomePeopleNoCluster)
  const found = clusterFilesOf(sources)
  if (found === undefined) throw new AppError('unreadable-file', m.thereIsNoRunInThere)
  const streamOf = async (source: LoadSource): Promise<ReadableStream<Uint8Array>> =>
    openSource(source.kind === 'blob' ? { ...source, entry: undefined } : source, open)()
  const textOf = async (source: LoadSource): Promise<string> => new Response(await streamOf(source)).text()
  const status = requireEndedRun(await textOf(found.status), found.parts.length)
  const results = found.results === undefined ? undefined : readResults(await textOf(found.results))
  const files = await openHostShardFiles(host)
  try {
    const parts = { plan, views, open: (part: number) => streamOf(found.parts[part]!), limit: limits.limit, onPart }
    const shards = await openRunColumns(parts, { count: status.shards, files, cache: new ArrayCache(cacheBytes) })
    return {
      run: { status, results },
      population: { shards, files, close: () => files.close() },
      place: {
        recordsElsewhere: true,
        ...(found.records.length === 0 ? {} : { runRecords: new RunRecords(found.records, open, cacheBytes) }),
        ...(found.measures.length === 0 ? {} : { runMeasures: found.measures.map((file) => () => streamOf(file)) })
      }
    }
  } catch (error) {
    await files.close()
    throw error
  }
}
