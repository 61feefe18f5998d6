import { createIngest } from '#engine/ingest/ingest.ts'
import { contentHash } from '#engine/measures/content/content-hash.ts'
import { peopleFingerprint } from '#engine/measures/rates/data-fingerprint.ts'
import { writeRun, writeRunsHead } from '#engine/measures/run-files/run-file.ts'
import { countRun } from '#engine/measures/run/measure-score.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { createSeparateBuilder } from '#engine/shards/separate/separate-shard.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import type { TablePlan } from '#engine/store/model/plan.ts'
import type { ViewMark } from '#engine/store/model/view-marks.ts'
import type { Store } from '#engine/store/model/store.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { parquetParts } from '#engine/tables/interchange/parquet-parts.ts'
import { measureResults } from '#engine/tables/sql/measure-results.ts'
import { partMeasuresPath, partPath } from '#shared/cluster/cluster-run.ts'
import { defined } from '#shared/language/defined.ts'
import { evaluateMeasures } from '../measure/evaluate-measures.ts'
import type { CommandIo } from '../terminal/command.ts'
import { LinePlaces } from './line-places.ts'
import { openReceivedRecords, type ReceivedRecords } from './received-records.ts'
import { frameKinds, linesOf, type FrameReader } from './shard-frames.ts'
import type { ShardOutput } from './shard-output.ts'
import { writeShardRecords } from './shard-records.ts'
import { readBuildTask, readRecordsHead, type BuildTask, type MeasuresPart, type RecordsHead } from './shard-task.ts'

/** What building a shard needs besides its records. */
export interface BuildContext {
  readonly plan: TablePlan
  readonly marks: readonly ViewMark[]
  /** Read where measures are evaluated. */
  readonly content: () => Promise<MeasureContent>
  /** Absolute path of a folder for temporary files. */
  readonly folder: string
  readonly io: Pick<CommandIo, 'err' | 'policies' | 'terminal'>
}

/**
 * Builds the shard of one partition: reads its records, evaluates the measures for its people, and hands out its columns and
 * results. What is wrong with a record is counted by reason in the report of the store and stops nothing.
 * @throws AppError `invalid-input` for an input that is cut off, which must give no result
 */
export async function buildShard(frames: FrameReader, output: ShardOutput, context: BuildContext): Promise<void> {
  const task = readBuildTask(await frames.expect(frameKinds.task))
  const spool = await openReceivedRecords(context.folder)
  try {
    const places = new LinePlaces()
    const parts = await receive(frames, spool, places)
    const store = await read(task, parts, spool, context.plan)
    if (task.period !== undefined) await measure(task, store, spool, output, context)
    await output.file(partPath(task.shard), writeCache(places.inFiles(store), context.marks))
    if (task.records)
      await writeShardRecords(
        task.shard,
        parts.map((_, part) => spool.open(part)),
        output
      )
    const rejected = Object.values(store.report.rejectCounts).reduce((sum, count) => sum + count, 0)
    await output.end({ people: store.patients, rejected, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) })
  } finally {
    await spool.close()
  }
}

async function receive(
  frames: FrameReader,
  spool: ReceivedRecords,
  places: LinePlaces
): Promise<readonly RecordsHead[]> {
  const parts: RecordsHead[] = []
  for (;;) {
    const { kind } = await frames.peek()
    if (kind === frameKinds.end) return parts
    parts.push(readRecordsHead(await frames.expect(frameKinds.records)))
    for await (const payload of frames.run(frameKinds.lines)) {
      const lines = linesOf(payload)
      places.add(parts.length - 1, lines)
      await spool.append(parts.length - 1, lines.text)
    }
  }
}

async function read(
  task: BuildTask,
  parts: readonly RecordsHead[],
  spool: ReceivedRecords,
  plan: TablePlan
): Promise<Store> {
  const started = performance.now()
  const isFirst = task.shard === 0
  const builder = createSeparateBuilder(plan, { index: task.shard, types: new Set(task.types) })
  let isCommon = false
  const ingest = createIngest(plan, (chunk) => builder.add(isCommon ? { ...chunk, isCommon: true } : chunk))
  const accounts: FileAccount[] = []
  for (const [file, part] of parts.entries()) {
    isCommon = part.common
    const account = await ingest.read({ file, open: spool.open(file) }, { form: 'lines' })
    // Every shard has these lines, and one counts them.
    accounts.push(isCommon && !isFirst ? { ...account, bytes: 0, lines: 0, blank: 0 } : account)
  }
  return builder.finish({
    files: parts.map(({ file }) => file),
    accounts,
    snapshot: { id: `cluster-${task.loadedAt}`, label: task.label, loadedAt: task.loadedAt },
    seconds: (performance.now() - started) / 1000
  })
}

async function measure(
  { shard, period, asOf, zone }: BuildTask,
  store: Store,
  spool: ReceivedRecords,
  output: ShardOutput,
  { content, io }: BuildContext
): Promise<void> {
  const measures = await content()
  const { runs, failed } = await evaluateMeasures(
    measures,
    [onlyShard(store)],
    spool,
    {
      period: { ...defined(period), ...(asOf === undefined ? {} : { asOf }) },
      policy: 'trust-profiles',
      zone,
      supplemental: false,
      trace: undefined,
      threads: 1
    },
    io
  )
  const part: MeasuresPart = {
    shard,
    measures: runs.map((run) => ({ measure: run.key.measure, groups: groupsOf(run), errors: run.problems.length })),
    failed: [...failed]
  }
  await output.measures(part)
  const rows = measureResults(allPeople(populationOf(store, [])), runs)
  const table = exportTableOf(rows, store.concepts, store.snapshot.label, false)
  await output.file(`results/measure_result/part-${String(shard).padStart(5, '0')}.parquet`, parquetParts(table))
  await output.file(partMeasuresPath(shard), storedRuns(store, measures, runs))
}

/** The runs as the window takes them: with what they were evaluated by, so that they count for the same content alone. */
async function* storedRuns(
  store: Store,
  content: MeasureContent,
  runs: readonly MeasureRun[]
): AsyncGenerator<Uint8Array, void> {
  // Nobody compares a part with another snapshot, so nothing is said about its records.
  yield writeRunsHead(store.snapshot, peopleFingerprint([onlyShard(store)]))
  for (const run of runs) {
    const definition = defined(content.measures.find(({ url }) => url === run.key.measure))
    const key = { ...run.key, snapshot: store.snapshot.id, content: await contentHash(definition, content) }
    yield writeRun({ ...run, key })
  }
}

function groupsOf(run: MeasureRun): MeasuresPart['measures'][number]['groups'] {
  return countRun(run).map(({ id, populations, strata }) => ({
    id,
    populations: populations.map(plain),
    strata: strata.map((stratum) => ({
      id: stratum.id,
      value: stratum.value ?? null,
      populations: stratum.populations.map(plain)
    }))
  }))
}

type Counted = MeasuresPart['measures'][number]['groups'][number]['populations'][number]

function plain({ observed, ...counts }: ReturnType<typeof countRun>[number]['populations'][number]): Counted {
  return { ...counts, ...(observed === undefined ? {} : { observed: [...observed] }) }
}
