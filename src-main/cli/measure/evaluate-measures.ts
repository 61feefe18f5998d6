import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { availableParallelism } from 'node:os'
import { transfer } from '#engine/base/threads/rpc.ts'
import { connectThread, localConnection } from '#engine/base/threads/thread-connection.ts'
import { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import {
  chunkBytes,
  splitPatients,
  type MeasureChunk,
  type PatientRange
} from '#engine/measures/chunk/measure-chunk.ts'
import { takenRecordsInMemory, spoolTakenRecords, type TakenRecords } from '#engine/measures/chunk/taken-records.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { peopleInShards, type PopulationShard } from '#engine/shards/shard.ts'
import { mergeParts } from '#engine/measures/run/merge-runs.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { sizeOfCache, sizeOfRecords } from '#engine/shards/load/load-size.ts'
import { findResource } from '#engine/store/model/id-column.ts'
import { AppError } from '#shared/app-error.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import type { CommandIo } from '../terminal/command.ts'
import { closeAfter, type OpenedFiles } from '../data/open-population.ts'
import { memoryBudget } from '../shards/memory-budget.ts'
import { share, statusLine } from '../terminal/status-line.ts'
import { collectForMeasures, growForScreens } from '../../host/threads/heap-size.ts'
import { startNodeThread } from '../../host/threads/node-thread.ts'
import type { EvaluationOptions } from './measure-options.ts'
import { createMeasurePart } from './measure-part.ts'
import { planEvaluation } from './plan-evaluation.ts'
import type { MeasurePart, PartHost, PartResult, PartTask } from './part-protocol.ts'
import { readRecords } from './read-records.ts'
import type { ResumedRun } from './resumed-run.ts'
import { partSink } from './record-sinks.ts'

/** Fewer patients than this are evaluated in one thread. */
const worthThreads = 200

/**
 * Room for new objects in a thread that evaluates: what it begins with (see `giveThreadsRoom`), three times over as V8 counts it. Most of them are
 * used once, and some have arrays that are freed with them: with as much room as V8 gives by itself, two threads take a quarter more memory for
 * 10,000 people within 800 MB, and 3% less processor time.
 */
const youngMegabytes = 24

/** What the measures of some content came to over a population. */
export interface EvaluatedMeasures {
  /** In the order of the content's measures, without those that failed. */
  readonly runs: readonly MeasureRun[]
  readonly failed: PartResult['failed']
  readonly supplemental: readonly ReadonlyMap<string, ReadonlyMap<string, number>>[]
  /** Of the patient who was asked for, in the order of the measures. */
  readonly traces: readonly PatientTrace[]
  /** Wall seconds of reading the records again, also what was taken of them, and of evaluating. */
  readonly seconds: { readonly extract: number; readonly run: number }
  /** Bytes that held what was taken of the records. */
  readonly bytes: number
}

/** Number of a patient in the population. @throws AppError `not-found` */
function ordinalOf(shards: readonly PopulationShard[], id: string): number {
  for (const shard of shards) {
    const person = findResource(shard.store, 'Patient', id)
    if (person !== undefined) return shard.personNumber(person)
  }
  throw new AppError('not-found', m.thePatientToBeTracedIs)
}

/** A part for each of some tasks: in this thread where there is one only, or no other to be had. */
function startParts(tasks: readonly PartTask[], host: PartHost, entry: string | undefined): ThreadPool<MeasurePart> {
  return new ThreadPool(
    tasks.map((task) =>
      tasks.length === 1 || entry === undefined
        ? localConnection(createMeasurePart(task, host))
        : connectThread<MeasurePart>(startNodeThread(entry, task, youngMegabytes), { host, failure: stopped })
    )
  )
}

function stopped(cause: unknown): AppError {
  return new AppError('internal', m.aWorkerThatEvaluatesMeasuresStopped, { retryable: true, cause })
}

/** The patients of a segment whom each of some threads evaluates. */
function rangesOf({ first, count }: PatientRange, threads: number): readonly (readonly PatientRange[])[] {
  const ranges = splitPatients(count, threads).map((range) => ({ ...range, first: first + range.first }))
  return Array.from({ length: threads }, (_, thread) => ranges.filter((_range, index) => index % threads === thread))
}

function addSupplemental(
  parts: readonly ReadonlyMap<string, ReadonlyMap<string, number>>[]
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const sums = new Map<string, Map<string, number>>()
  for (const part of parts) {
    for (const [id, values] of part) {
      const sum = sums.get(id) ?? new Map<string, number>()
      for (const [value, count] of values) sum.set(value, (sum.get(value) ?? 0) + count)
      sums.set(id, sum)
    }
  }
  return sums
}

/**
 * Evaluates all measures of some content over a population: reads what they need of the records again, in parts of the
 * patients, each in its own thread.
 * @param files those that the shards were made of
 * @throws AppError `unreadable-file` when the data have changed, `not-found` for a patient to be traced who is not there
 */
export async function evaluateMeasures(
  content: MeasureContent,
  shards: readonly PopulationShard[],
  files: Pick<OpenedFiles, 'open' | 'spool' | 'unfinished'>,
  options: EvaluationOptions,
  io: Pick<CommandIo, 'entry' | 'err' | 'policies' | 'terminal' | 'resumable'>
): Promise<EvaluatedMeasures> {
  const patients = peopleInShards(shards)
  const traced = options.trace === undefined ? undefined : ordinalOf(shards, options.trace)
  const wantedThreads = options.threads ?? (patients < worthThreads ? 1 : availableParallelism())
  const threads = io.entry === undefined ? 1 : Math.max(1, Math.min(wantedThreads, patients))
  const status = statusLine(io)
  const started = performance.now()
  const budget = memoryBudget(options.memory, io.policies)
  // A trace needs the records of its person, whom an earlier run may have evaluated.
  const how = { options, memory: sizeOfRecords(budget, threads), canResume: traced === undefined }
  const { places, bytes: wanted, people, fits, resumed } = await planEvaluation(content, shards, files, how, io)
  // What follows reads no columns, and has their room for records.
  shards[0]?.disk?.cache.empty()
  const segments = people.map((segment): DividedSegment => ({ people: segment, ranges: rangesOf(segment, threads) }))
  const { policy, zone, supplemental, evidence } = options
  const tasks = Array.from({ length: threads }, (_, thread): PartTask => ({
    task: 'measure',
    content,
    options: { policy, zone, supplemental, evidence },
    ranges: segments.flatMap(({ ranges }) => ranges[thread]!),
    patients
  }))
  let read = 0
  const onBytes = (count: number): void => {
    read += count / 1e6
    status.show(() => m.takingWhatTheMeasuresRead(share(read, wanted / 1e6, 'MB')))
  }
  let done = resumed?.before?.people ?? 0
  const evaluated = (count: number): void => {
    done += count
    status.show(() => `Evaluating: ${share(done, patients, 'patients')}`)
  }
  const spool = fits ? undefined : await files.spool()
  const taken =
    spool === undefined ? takenRecordsInMemory(people) : spoolTakenRecords(spool, 'records', people, threads)
  collectForMeasures(!fits)
  const evaluating = async (): Promise<EvaluatedMeasures> => {
    const pool = startParts(tasks, { evaluated }, io.entry)
    const work = async (): Promise<EvaluatedMeasures> => {
      let bytes = 0
      const sinks = pool.apis.map((part, thread) =>
        partSink(part, { ranges: tasks[thread]!.ranges, takesCommon: thread === 0 }, (chunks) => {
          bytes += chunks.reduce((sum, chunk) => sum + chunkBytes(chunk), 0)
          return taken.add(thread, chunks)
        })
      )
      await readRecords(files, places, sinks, onBytes)
      const extract = (performance.now() - started) / 1000
      const results = await evaluateSegments(pool, taken, segments, { content, traced, options, resumed })
      await resumed?.drop()
      return { ...results, seconds: { extract: extract + results.seconds.extract, run: results.seconds.run }, bytes }
    }
    return closeAfter({ close: () => pool.end() }, work())
  }
  try {
    return await closeAfter({ close: async () => spool?.close() }, evaluating())
  } finally {
    if (!fits) growForScreens(sizeOfCache(budget, true))
    status.clear()
  }
}

/** Some people, and those of them whom each thread evaluates. */
interface DividedSegment {
  readonly people: PatientRange
  readonly ranges: readonly (readonly PatientRange[])[]
}

/** Evaluates one segment of the people after another. @returns what they came to together */
async function evaluateSegments(
  pool: ThreadPool<MeasurePart>,
  taken: TakenRecords,
  segments: readonly DividedSegment[],
  {
    content,
    traced,
    options,
    resumed
  }: {
    readonly content: MeasureContent
    readonly traced: number | undefined
    readonly options: EvaluationOptions
    readonly resumed: ResumedRun | undefined
  }
): Promise<Omit<EvaluatedMeasures, 'bytes'>> {
  const seconds = { extract: 0, run: 0 }
  const traces: PatientTrace[] = []
  let results: readonly PartResult[] = resumed?.before === undefined ? [] : [resumed.before]
  for (const segment of segments) {
    const began = performance.now()
    await loadParts(pool, taken, segment)
    const loaded = performance.now()
    const partResults = await pool.each((part, thread) => part.run(segment.ranges[thread]!, options.period))
    seconds.extract += (loaded - began) / 1000
    seconds.run += (performance.now() - loaded) / 1000
    // Joined at once, since the result of a part has room for all patients.
    const joined = joinResults([...results, ...partResults])
    results = [joined]
    if (segment !== segments.at(-1))
      await resumed?.store({ ...joined, people: segment.people.first + segment.people.count })
    if (traced === undefined) continue
    const parts = pool.apis.map((part, thread) => ({ part, ranges: segment.ranges[thread]! }))
    traces.push(...(await traceIn(parts, traced, content, partResults, options)))
  }
  return { ...joinResults(results), traces, seconds }
}

/** Hands each part what was taken of its patients in a segment, and of records of nobody. */
async function loadParts(
  pool: ThreadPool<MeasurePart>,
  taken: TakenRecords,
  { people, ranges }: DividedSegment
): Promise<void> {
  // What the segment before took makes room first.
  await pool.each((part) => part.load([]))
  const chunks = await taken.read(people)
  const nobody = chunks.filter(({ first }) => first < 0)
  await pool.each((part, thread) => {
    const firsts = new Set(ranges[thread]!.map(({ first }) => first))
    const partChunks: readonly MeasureChunk[] = chunks.filter(({ first }) => firsts.has(first))
    return part.load(transfer([...partChunks, ...nobody], buffersIn(partChunks)))
  })
}

/** Joins the results of parts. */
function joinResults(parts: readonly PartResult[]): PartResult {
  const { runs, failed, places } = mergeParts(parts)
  const supplemental = places.map((place) =>
    addSupplemental(place.map((index, part) => parts[part]!.supplemental[index]!))
  )
  return { runs, failed, supplemental }
}

/** A part and its patients. */
interface RangedPart {
  readonly part: MeasurePart
  readonly ranges: readonly PatientRange[]
}

/** How measures came out for a patient; nothing where the patient is in none of the parts. */
async function traceIn(
  parts: readonly RangedPart[],
  traced: number,
  { measures }: MeasureContent,
  results: readonly PartResult[],
  { period }: EvaluationOptions
): Promise<readonly PatientTrace[]> {
  const tracing = parts.find(({ ranges }) =>
    ranges.some(({ first, count }) => traced >= first && traced < first + count)
  )
  if (tracing === undefined) return []
  const composite = new Set(measures.flatMap(({ url, composition }) => (composition ? [url] : [])))
  const traces: PatientTrace[] = []
  for (const { key } of mergeParts(results).runs)
    if (!composite.has(key.measure)) traces.push(await tracing.part.trace(key.measure, traced, period))
  return traces
}
