import { availableParallelism } from 'node:os'
import { splitPatients } from '#engine/measures/chunk/measure-chunk.ts'
import { dayOfIso } from '#engine/measures/rates/iso-day.ts'
import { recordPlaces } from '#engine/measures/chunk/record-places.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import { mergeParts } from '#engine/measures/run/merge-runs.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import type { Store } from '#engine/store/model/store.ts'
import { AppError } from '#shared/app-error.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { OpenedFiles } from '../data/open-population.ts'
import { share, statusLine } from '../terminal/status-line.ts'
import { feedParts, type FedPart } from './feed-parts.ts'
import { LocalPart } from './local-part.ts'
import type { MeasureOptions } from './measure-options.ts'
import type { PartResult } from './part-messages.ts'
import { ThreadPart } from './thread-part.ts'

/** Fewer patients than this are evaluated in one thread. */
const worthThreads = 200

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

/** Ordinal of a patient. @throws AppError `not-found` */
function ordinalOf(store: Store, id: string): number {
  const ids = store.table('patient').column('id', 'id')
  for (let ordinal = 0; ordinal < store.patients; ordinal++) if (idAt(ids, ordinal) === id) return ordinal
  throw new AppError('not-found', 'The patient to be traced is not among the data.')
}

function makeParts(
  content: MeasureContent,
  patients: number,
  options: MeasureOptions,
  entry: string | undefined
): readonly FedPart[] {
  const { policy, zone, supplemental, evidence } = options
  const wanted = options.threads ?? (patients < worthThreads ? 1 : availableParallelism())
  const threads = entry === undefined ? 1 : Math.max(1, Math.min(wanted, patients))
  const all = splitPatients(patients, threads)
  return Array.from({ length: threads }, (_, index) => {
    const ranges = all.filter((_, at) => at % threads === index)
    const task = { content, options: { policy, zone, supplemental, evidence }, ranges, patients }
    return { part: threads === 1 || entry === undefined ? new LocalPart(task) : new ThreadPart(entry, task), ranges }
  })
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
 * @param files those that the store was made of
 * @throws AppError `unreadable-file` when the data have changed, `not-found` for a patient to be traced who is not there
 */
export async function evaluateMeasures(
  content: MeasureContent,
  store: Store,
  files: Pick<OpenedFiles, 'open'>,
  options: MeasureOptions,
  io: Pick<CommandIo, 'entry' | 'err' | 'terminal'>
): Promise<EvaluatedMeasures> {
  const traced = options.trace === undefined ? undefined : ordinalOf(store, options.trace)
  const parts = makeParts(content, store.patients, options, io.entry)
  const status = statusLine(io)
  try {
    const started = performance.now()
    const { asOf } = options.period
    const places = recordPlaces([onlyShard(store)], {
      content,
      supplemental: options.supplemental,
      asOf: asOf === undefined ? undefined : dayOfIso(asOf)
    })
    const wanted = places.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
    let read = 0
    await feedParts(files, places, parts, (bytes) => {
      read += bytes / 1e6
      status.show(() => `Taking what the measures read: ${share(read, wanted, 'MB')}`)
    })
    const sizes = await Promise.all(parts.map(({ part }) => part.extracted()))
    const extracted = performance.now()
    let done = 0
    const evaluated = (patients: number): void => {
      done += patients
      status.show(() => `Evaluating: ${share(done, store.patients, 'patients')}`)
    }
    const results = await Promise.all(parts.map(({ part }) => part.run(options.period, evaluated)))
    const ended = performance.now()
    const merged = mergeParts(results)
    const tracing = parts.find(({ ranges }) =>
      ranges.some(({ first, count }) => traced !== undefined && traced >= first && traced < first + count)
    )
    const traces: PatientTrace[] = []
    const composite = new Set(content.measures.flatMap(({ url, composition }) => (composition ? [url] : [])))
    for (const { key } of tracing === undefined ? [] : merged.runs) {
      if (composite.has(key.measure)) continue
      traces.push(await tracing!.part.trace(key.measure, traced!, options.period))
    }
    return {
      runs: merged.runs,
      failed: merged.failed,
      supplemental: merged.places.map((place) =>
        addSupplemental(place.map((at, part) => results[part]!.supplemental[at]!))
      ),
      traces,
      seconds: { extract: (extracted - started) / 1000, run: (ended - extracted) / 1000 },
      bytes: sizes.reduce((sum, size) => sum + size, 0)
    }
  } finally {
    status.clear()
    await Promise.all(parts.map(({ part }) => part.close()))
  }
}
