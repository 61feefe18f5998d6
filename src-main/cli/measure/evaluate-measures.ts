import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { availableParallelism } from 'node:os'
import { connectThread, localConnection } from '#engine/base/threads/thread-connection.ts'
import { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import { splitPatients, type PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import { dayOfIso } from '#engine/measures/rates/iso-day.ts'
import { peopleSegments } from '#engine/measures/chunk/people-segments.ts'
import { recordPlaces } from '#engine/measures/chunk/record-places.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { peopleInShards, type PopulationShard } from '#engine/shards/shard.ts'
import { mergeParts } from '#engine/measures/run/merge-runs.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { findResource } from '#engine/store/model/id-column.ts'
import { AppError } from '#shared/app-error.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { OpenedFiles } from '../data/open-population.ts'
import { memoryBudget } from '../shards/memory-budget.ts'
import { share, statusLine } from '../terminal/status-line.ts'
import { startNodeThread } from '../../host/threads/node-thread.ts'
import type { MeasureOptions } from './measure-options.ts'
import { createMeasurePart } from './measure-part.ts'
import type { MeasurePart, PartHost, PartResult, PartTask } from './part-protocol.ts'
import { readRecords, routeRecords } from './read-records.ts'
import { partSink } from './record-sinks.ts'
import { spoolRecords } from './record-spool.ts'

/** Fewer patients than this are evaluated in one thread. */
const worthThreads = 200

/** How measures are evaluated. */
export type EvaluationOptions = Pick<
  MeasureOptions,
  'period' | 'policy' | 'zone' | 'supplemental' | 'evidence' | 'trace' | 'threads' | 'memory'
>

/** What the measures of some content came to over a population. */
export interface EvaluatedMeasures {
  /** In the order of the content's measures, without those that failed. */
  readonly runs: readonly MeasureRun[]
  readonly failed: PartResult['failed']
  readonly supplemental: readonly ReadonlyMap<string, ReadonlyMap<string, number>>[]
  /** Of the patient who was asked for, in the order of the measures. */
  readonly traces: readonly PatientTrace[]
  /** Wall seconds of reading the records again, and of evaluating. */
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
        : connectThread<MeasurePart>(startNodeThread(entry, task), { host, failure: stopped })
    )
  )
}

function stopped(cause: unknown): AppError {
  return new AppError('internal', m.aWorkerThatEvaluatesMeasuresStopped, { retryable: true, cause })
}

/**
 * Divides people into segments whose records fit into memory together; one where the population is in memory itself.
 * @param wanted bytes of the records @param threads that evaluate each @param memory bytes that the population may use
 */
function roundsOf(
  shards: readonly PopulationShard[],
  wanted: number,
  threads: number,
  memory: number
): readonly (readonly PatientRange[])[] {
  const patients = peopleInShards(shards)
  const share = shards.length === 1 ? Number.POSITIVE_INFINITY : memory / 3
  return peopleSegments(patients, wanted, share).map(({ first, count }) =>
    splitPatients(count, threads).map((range) => ({ first: first + range.first, count: range.count }))
  )
}

/** All people of some ranges that follow each other. */
function spanOf(ranges: readonly PatientRange[]): PatientRange {
  const first = ranges[0]?.first ?? 0
  return { first, count: ranges.reduce((sum, { count }) => sum + count, 0) }
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
  files: Pick<OpenedFiles, 'open' | 'spool'>,
  options: EvaluationOptions,
  io: Pick<CommandIo, 'entry' | 'err' | 'policies' | 'terminal'>
): Promise<EvaluatedMeasures> {
  const patients = peopleInShards(shards)
  const traced = options.trace === undefined ? undefined : ordinalOf(shards, options.trace)
  const wantedThreads = options.threads ?? (patients < worthThreads ? 1 : availableParallelism())
  const threads = io.entry === undefined ? 1 : Math.max(1, Math.min(wantedThreads, patients))
  const status = statusLine(io)
  const started = performance.now()
  const { asOf } = options.period
  const places = recordPlaces(shards, {
    content,
    supplemental: options.supplemental,
    asOf: asOf === undefined ? undefined : dayOfIso(asOf)
  })
  const wanted = places.reduce((sum, { bytes }) => sum + bytes, 0)
  const rounds = roundsOf(shards, wanted, threads, memoryBudget(options.memory, io.policies))
  const { policy, zone, supplemental, evidence } = options
  const seconds = { extract: 0, run: 0 }
  let results: readonly JoinedResults[] = []
  const traces: PatientTrace[] = []
  let read = 0
  let done = 0
  let bytes = 0
  const onBytes = (count: number): void => {
    read += count / 1e6
    status.show(() => m.takingWhatTheMeasuresRead(share(read, wanted / 1e6, 'MB')))
  }
  const spool = rounds.length === 1 ? undefined : await spoolRecords(files, places, rounds.map(spanOf), onBytes)
  seconds.extract = (performance.now() - started) / 1000
  try {
    for (const [round, ranges] of rounds.entries()) {
      const tasks = Array.from({ length: threads }, (_, index): PartTask => ({
        task: 'measure',
        content,
        options: { policy, zone, supplemental, evidence },
        ranges: ranges.filter((_range, position) => position % threads === index),
        patients
      }))
      const evaluated = (count: number): void => {
        done += count
        status.show(() => `Evaluating: ${share(done, patients, 'patients')}`)
      }
      const pool = startParts(tasks, { evaluated }, io.entry)
      const parts = tasks.map((task, index) => ({ part: pool.apis[index]!, ranges: task.ranges }))
      try {
        const began = performance.now()
        const sinks = parts.map((each) => partSink(each.part, each.ranges))
        await (spool === undefined
          ? readRecords(files, places, sinks, onBytes)
          : routeRecords(spool.packets(round), sinks))
        for (const size of await pool.each((part) => part.extracted())) bytes += size
        const extracted = performance.now()
        const partResults = await pool.each((part) => part.run(options.period))
        seconds.extract += (extracted - began) / 1000
        seconds.run += (performance.now() - extracted) / 1000
        results = [joinResults([...results, ...partResults])]
        if (traced !== undefined) traces.push(...(await traceIn(parts, traced, content, partResults, options)))
      } finally {
        status.clear()
        await pool.end()
      }
    }
  } finally {
    await spool?.close()
  }
  return { ...joinResults(results), traces, seconds, bytes }
}

/** What several parts of the patients came to. */
type JoinedResults = Omit<PartResult, 'bytes'>

/** Joins the results of parts. What a round came to is joined at once, since parts have room for all patients. */
function joinResults(parts: readonly JoinedResults[]): JoinedResults {
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
