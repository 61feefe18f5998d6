import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { parseDefinition } from '#engine/cohorts/definition/read-definition.ts'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import { openSeparateShards } from '#engine/shards/separate/open-separate-shards.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { openCache } from '#engine/store/cache/cache-read.ts'
import type { TablePlan } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { ViewMark } from '#engine/store/model/view-marks.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { parquetParts } from '#engine/tables/interchange/parquet-parts.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { openShardFiles } from '../shards/local-shard-files.ts'
import { populationResults, resultDate, type ResultDefinitions } from './population-results.ts'
import { frameKinds, type FrameReader } from './shard-frames.ts'
import type { ShardOutput } from './shard-output.ts'
import { streamOf } from './stream-of.ts'
import { readMeasuresPart, readMergeTask, type MeasuresPart } from './shard-task.ts'

/** Tables of people that rest on the whole population. */
const personTables = ['registry_member', 'person_index', 'person_hcc', 'discharge_score']

/** What joining shards needs besides them. */
export interface MergeContext {
  readonly plan: TablePlan
  readonly marks: readonly ViewMark[]
  /** Definitions that the task brings, but for those of cohorts. */
  readonly definitions: () => Promise<Omit<ResultDefinitions, 'cohorts'>>
  /** Absolute path of a folder for temporary files. */
  readonly folder: string
  /** Bytes of columns that are in memory at a time. */
  readonly cacheBytes: number
}

/**
 * Joins the shards of a population, and hands out what is known of all of it: counts as JSON, and tables of people as Parquet.
 * @throws AppError `invalid-input` for an input that is cut off, `not-supported` for shards of another version
 */
export async function mergeShards(frames: FrameReader, output: ShardOutput, context: MergeContext): Promise<void> {
  const task = readMergeTask(await frames.expect(frameKinds.task))
  const cohorts = task.cohorts.map((json) => parseDefinition(JSON.stringify(json)))
  const parts: MeasuresPart[] = []
  while ((await frames.peek()).kind === frameKinds.measures) parts.push(readMeasuresPart(await frames.next()))
  const files = await openShardFiles(context.folder)
  try {
    const on = { count: task.shards, files, cache: new ArrayCache(context.cacheBytes) }
    const shards = await openSeparateShards(context.plan, storesIn(frames, context), on)
    await frames.expect(frameKinds.end)
    const definitions = { ...(await context.definitions()), cohorts }
    const results = populationResults(shards, parts, task, definitions)
    await output.file('results/results.json', [new TextEncoder().encode(`${JSON.stringify(results)}\n`)])
    await writeTables(shards, definitions, resultDate(shards, task), output)
    await output.end({ people: results.people, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) })
  } finally {
    await files.close()
  }
}

async function* storesIn(frames: FrameReader, { plan, marks }: MergeContext): AsyncGenerator<Store, void> {
  const expected = JSON.stringify(marks)
  while ((await frames.peek()).kind === frameKinds.store) {
    await frames.next()
    const opened = await openCache(streamOf(frames.run(frameKinds.bytes)), plan)
    if (opened === undefined || JSON.stringify(opened.views) !== expected)
      throw new AppError('not-supported', m.theClusterHasAnotherVersion)
    await opened.whole
    yield opened.store
  }
}

async function writeTables(
  shards: readonly PopulationShard[],
  { registries, risk }: ResultDefinitions,
  asOf: number,
  output: ShardOutput
): Promise<void> {
  const sources = tableSources(shards, { registries, risk, asOf })
  for (const name of personTables) {
    const table = exportTableOf(defined(sources.get(name)), sources.concepts, shards[0]!.store.snapshot.label, false)
    await output.file(`results/${name}/part-00000.parquet`, parquetParts(table))
  }
}
