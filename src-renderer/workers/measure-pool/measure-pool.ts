import { oneAtATime } from '#shared/one-at-a-time.ts'
import { nameInLocale } from '#shared/messages/locale.ts'
import { workersMessages as m } from '#messages/workers.ts'
import { dayOfIso } from '#engine/measures/rates/iso-day.ts'
import { planExtraction, planForTypes, type ExtractionPlan } from '#engine/measures/chunk/extraction-plan.ts'
import { RecordCache, type RecordCachePart } from '#engine/measures/chunk/record-cache.ts'
import { splitPatients, type MeasureChunk, type PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import { recordPlaces } from '#engine/measures/chunk/record-places.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import { mergeParts, type EvaluatedPart } from '#engine/measures/run/merge-runs.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import { countEverybody } from '#engine/shards/person-values.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { transfer } from '#engine/base/threads/rpc.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import { AppError } from '#shared/app-error.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import type { IngestSource } from '../ingest/ingest-protocol.ts'
import type { MeasureWorkerApi, MeasureWorkerHost } from './measure-worker-protocol.ts'
import { readInShares, type ReadRecords } from './read-in-shares.ts'
import { noProgress, type PoolProgress } from '../base/pool-progress.ts'
import type { RecordsPlace } from '../base/require-records.ts'
import { webThread } from '../base/web-thread.ts'

/** Records that were taken for content that was used longest ago are dropped when all together take more. */
const MAX_CHUNK_BYTES = 1024 * 1024 * 1024

/** Milliseconds after which workers that do not answer a cancellation are ended. */
const CANCEL_GRACE_MS = 2000

/** A population whose files can be read again. */
export interface MeasuredPopulation extends RecordsPlace {
  readonly shards: readonly PopulationShard[]
  readonly sources: readonly IngestSource[]
  /** Resource types that should be in the data and are not. */
  readonly absent?: readonly string[]
  /** Records of later days are left out, `YYYY-MM-DD`. */
  readonly asOf?: string | undefined
  /** Bytes that records may take, where the population does not fit into memory. */
  readonly memory?: number | undefined
}

/** Content that workers are given. */
export interface PoolContent {
  readonly key: string
  readonly content: MeasureContent
}

/** What a pool evaluates. */
export interface PoolRun {
  /** Addresses of measures of the content. */
  readonly measures: readonly string[]
  readonly periods: readonly MeasurementPeriod[]
  readonly hashes: ReadonlyMap<string, string>
  readonly options: RunnerOptions
  readonly gentle: boolean
}

/** What {@link MeasurePool.spool} takes, and for whom. */
export interface SpooledRecords extends Pick<ReadRecords, 'places' | 'take'> {
  readonly segments: readonly PatientRange[]
  /** Files that are read in the place of those of the population. */
  readonly sources?: readonly IngestSource[]
}

/** Workers that evaluate measures over one population. */
export type EvaluatingPool = Pick<MeasurePool, 'prepare' | 'run' | 'trace' | 'cancel' | 'stop' | 'ended'>

/** The workers that evaluate measures over one population. Each holds the records of its patients. */
export class MeasurePool {
  readonly #population: MeasuredPopulation
  readonly #workers: ThreadPool<MeasureWorkerApi>
  #ranges: readonly PatientRange[]
  #people: PatientRange
  readonly #held = new RecordCache(MAX_CHUNK_BYTES)
  /** Content that the workers have, and where its records are. */
  readonly #opened = new Map<string, { readonly content: MeasureContent; readonly parts: readonly RecordCachePart[] }>()
  #progress: PoolProgress = noProgress
  readonly #inTurn = oneAtATime()
  #stopping = new AbortController()

  /**
   * @param ask gives a one-time URL for a file of an import
   * @param cancelGraceMs see {@link MeasurePool.cancel}
   * @param size how many workers there are
   */
  constructor(
    population: MeasuredPopulation,
    ask: MeasureWorkerHost['open'],
    cancelGraceMs = CANCEL_GRACE_MS,
    size = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1))
  ) {
    this.#population = population
    this.#people = { first: 0, count: countEverybody(population.shards) }
    this.#ranges = rangesOf(this.#people, size)
    const host: MeasureWorkerHost = {
      bytes: (count) => this.#progress.bytes(count),
      evaluated: (count) => this.#progress.evaluated(count),
      open: ask
    }
    const failure = (): AppError => new AppError('internal', m.aWorkerThatEvaluatesMeasuresStopped, { retryable: true })
    const start = (): Worker =>
      new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module', name: nameInLocale('measure') })
    this.#workers = new ThreadPool(
      Array.from({ length: size }, () =>
        connectThread<MeasureWorkerApi>(webThread(start()), { host, failure, graceMs: cancelGraceMs })
      )
    )
  }

  /** The patients of a worker. */
  #rangesOf(worker: number): readonly PatientRange[] {
    return this.#ranges.filter((_, index) => index % this.#workers.size === worker)
  }

  /**
   * Hands content to the workers under a name and takes from the files what it needs, where that was not taken before:
   * only records of types that no other content needed so, see {@link RecordCache}. Content that is another object than
   * before takes the place of what had its name. One after another.
   * @throws AppError `cancelled`, `unreadable-file` when the files are no longer those that were loaded
   */
  prepare(content: PoolContent, progress: PoolProgress): Promise<void> {
    return this.#inTurn(() => this.#prepare(content, progress))
  }

  /** Evaluates some people only from now on; records of others are dropped. */
  moveTo(people: PatientRange): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#people.first === people.first && this.#people.count === people.count) return
      this.#people = people
      this.#ranges = rangesOf(people, this.#workers.size)
      this.#opened.clear()
      for (const extraction of this.#held.clear()) await this.#workers.each((api) => api.drop(extraction))
    })
  }

  async #prepare({ key, content }: PoolContent, progress: PoolProgress): Promise<void> {
    if (this.has({ key, content })) return
    this.#opened.delete(key)
    this.#progress = progress
    const { signal } = this.#stopping
    await this.#workers.each((api) => api.open(key, content, signal))
    const plan = planExtraction(content)
    let found = this.#held.find(plan)
    if (found.missing.size > 0) {
      await this.#makeRoom()
      await this.#extract(key, content, planForTypes(plan, this.#held.find(plan).missing))
      found = this.#held.find(plan)
    }
    this.#held.use(found.parts)
    await this.#workers.each((api) => api.use(key, found.parts))
    this.#opened.set(key, { content, parts: found.parts })
  }

  /** Whether the workers are gone; another pool has to take over. */
  get ended(): boolean {
    return this.#workers.isEnded
  }

  /**
   * Evaluates; what was prepared is used.
   * @returns one run per measure and period, but for measures that failed
   * @throws AppError `cancelled`
   */
  async run(key: string, request: PoolRun, progress: PoolProgress): Promise<EvaluatedPart> {
    this.#progress = progress
    this.#use(key)
    const { measures, periods, hashes, options, gentle } = request
    const { shards } = this.#population
    const patients = countEverybody(shards)
    const { signal } = this.#stopping
    const snapshot = shards[0]!.store.snapshot.id
    const parts = await this.#workers.each(
      (api, worker) => {
        const request = { snapshot, patients, ranges: this.#rangesOf(worker), measures, periods, hashes }
        return api.run(key, options, request, gentle, signal)
      },
      { priority: gentle ? 'background' : 'foreground', signal }
    )
    return mergeParts(parts)
  }

  /** How a measure came out for one patient, and why. */
  async trace(
    key: string,
    options: RunnerOptions,
    measure: string,
    ordinal: number,
    period: MeasurementPeriod
  ): Promise<PatientTrace> {
    this.#use(key)
    const api = this.#workers.apis.find((_, worker) =>
      this.#rangesOf(worker).some(({ first, count }) => ordinal >= first && ordinal < first + count)
    )
    if (api === undefined) throw new AppError('not-found', m.thisPersonIsNotInThe)
    return api.trace(key, options, measure, ordinal, period, this.#stopping.signal)
  }

  /**
   * Makes what is under way end with `cancelled`. What the workers hold stays, unless one is so deep in its work that it
   * does not answer in time: then all are ended, and the pool with them.
   */
  cancel(): void {
    this.#stopping.abort(new AppError('cancelled', m.theMeasuresWereCancelled))
    this.#stopping = new AbortController()
  }

  /** Ends the workers. */
  stop(): void {
    void this.#workers.end(new AppError('cancelled', m.theMeasuresWereCancelled))
  }

  /** How many workers there are. */
  get size(): number {
    return this.#workers.size
  }

  /**
   * Takes from the files what content needs of all people, for segments of them, without keeping it: each file is read once.
   * @param places of all that it needs
   * @param take receives what a worker has taken so far; workers do not wait for each other
   * @throws AppError as {@link MeasurePool.prepare}
   */
  spool(
    { key, content }: PoolContent,
    { places, segments, take, sources = this.#population.sources }: SpooledRecords,
    progress: PoolProgress
  ): Promise<void> {
    return this.#inTurn(async () => {
      this.#opened.delete(key)
      this.#progress = progress
      await this.#workers.each((api) => api.open(key, content, this.#stopping.signal))
      const ranges = segments.flatMap((people) => rangesOf(people, this.#workers.size))
      const types = new Set(planExtraction(content).types.keys())
      await this.#read({ key, places, ranges, types, take }, sources)
    })
  }

  /** Whether the workers have content and its records. */
  has({ key, content }: PoolContent): boolean {
    const known = this.#opened.get(key)
    return known?.content === content && this.#held.has(known.parts)
  }

  /** Hands the workers what was taken of the records of the present people, see {@link MeasurePool.moveTo}. */
  load({ key, content }: PoolContent, chunks: readonly MeasureChunk[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#workers.each((api) => api.open(key, content, this.#stopping.signal))
      const plan = planExtraction(content)
      await this.#hand(plan, chunks)
      const { parts } = this.#held.find(plan)
      await this.#workers.each((api) => api.use(key, parts))
      this.#opened.set(key, { content, parts })
    })
  }

  /** Takes from the files what a plan needs, and hands each worker what belongs to its patients. */
  async #extract(key: string, content: MeasureContent, plan: ExtractionPlan): Promise<void> {
    const { shards, asOf } = this.#population
    const types = new Set(plan.types.keys())
    const places = recordPlaces(shards, {
      content,
      supplemental: false,
      types,
      asOf: asOf === undefined ? undefined : dayOfIso(asOf)
    })
    const extracted: (readonly MeasureChunk[])[][] = Array.from({ length: this.#workers.size }, () => [])
    const take = async (worker: number, chunks: readonly MeasureChunk[]): Promise<void> => {
      extracted[worker]!.push(chunks)
    }
    await this.#read({ key, places, ranges: this.#ranges, types, take }, this.#population.sources)
    // By worker and so by file: a patient's records come in the same order each time.
    await this.#hand(plan, extracted.flat(2))
  }

  #read(records: ReadRecords, sources: readonly IngestSource[]): Promise<void> {
    return readInShares(this.#workers, { shards: this.#population.shards, sources }, records, {
      progress: this.#progress,
      signal: this.#stopping.signal
    })
  }

  /** Hands each worker what belongs to its patients. */
  async #hand(plan: ExtractionPlan, chunks: readonly MeasureChunk[]): Promise<void> {
    const nobody = chunks.filter(({ first }) => first < 0)
    const extraction = this.#held.add(plan, chunks)
    await this.#workers.each(async (api, worker) => {
      const workerChunks = chunks.filter(({ first }) => this.#rangesOf(worker).some((range) => range.first === first))
      await api.load(extraction, transfer([...workerChunks, ...nobody], buffersIn(workerChunks)))
    })
  }

  #use(key: string): void {
    this.#held.use(this.#opened.get(key)?.parts ?? [])
  }

  async #makeRoom(): Promise<void> {
    for (const extraction of this.#held.makeRoom()) await this.#workers.each((api) => api.drop(extraction))
  }
}

/** The people of the workers. */
function rangesOf({ first, count }: PatientRange, workers: number): readonly PatientRange[] {
  return splitPatients(count, workers).map((range) => ({ ...range, first: first + range.first }))
}
