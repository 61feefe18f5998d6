import { workersMessages as m } from '#messages/workers.ts'
import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import { peopleSegments } from '#engine/measures/chunk/people-segments.ts'
import { recordPlaces } from '#engine/measures/chunk/record-places.ts'
import { spoolTakenRecords, type TakenRecords } from '#engine/measures/chunk/taken-records.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { dayOfIso } from '#engine/measures/rates/iso-day.ts'
import { mergeParts, type EvaluatedPart } from '#engine/measures/run/merge-runs.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { countEverybody } from '#engine/shards/person-values.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import { noProgress, type PoolProgress } from '../base/pool-progress.ts'
import {
  MeasurePool,
  type EvaluatingPool,
  type MeasuredPopulation,
  type PoolContent,
  type PoolRun
} from './measure-pool.ts'
import type { MeasureWorkerHost } from './measure-worker-protocol.ts'

/**
 * The workers that evaluate measures over a population whose records do not fit into memory: for one segment of the people after another.
 * What content needs of the records is taken from the files once and lies on the disk, encrypted, until other content has its name.
 */
export class SegmentedMeasurePool implements EvaluatingPool {
  readonly #population: MeasuredPopulation
  readonly #pool: MeasurePool
  /** Bytes for the records of a segment. */
  readonly #memory: number
  readonly #openFiles: () => Promise<ShardFiles>
  readonly #contents = new Map<string, MeasureContent>()
  readonly #spools = new Map<string, { readonly content: MeasureContent; readonly spool: TakenRecords }>()
  #files: Promise<ShardFiles> | undefined
  #spooled = 0
  readonly #inTurn = oneAtATime()
  #stopping = new AbortController()

  /** @param openFiles makes room on the disk */
  constructor(
    population: MeasuredPopulation & { readonly memory: number },
    ask: MeasureWorkerHost['open'],
    openFiles: () => Promise<ShardFiles>,
    cancelGraceMs?: number
  ) {
    this.#openFiles = openFiles
    this.#population = population
    this.#memory = population.memory
    this.#pool = new MeasurePool(population, ask, cancelGraceMs)
  }

  get ended(): boolean {
    return this.#pool.ended
  }

  /** Records are taken when people are evaluated. */
  async prepare({ key, content }: PoolContent): Promise<void> {
    this.#contents.set(key, content)
  }

  run(key: string, request: PoolRun, progress: PoolProgress): Promise<EvaluatedPart> {
    return this.#alone(async (signal) => {
      const content = this.#contentOf(key)
      const parts: EvaluatedPart[] = []
      const spool = await this.#spool({ key, content }, progress)
      for (const people of spool.segments) {
        await this.#moveTo(people, { key, content }, spool)
        parts.push(await this.#pool.run(key, request, progress))
        signal.throwIfAborted()
      }
      return mergeParts(parts)
    })
  }

  trace(
    key: string,
    options: RunnerOptions,
    measure: string,
    ordinal: number,
    period: MeasurementPeriod
  ): Promise<PatientTrace> {
    return this.#alone(async () => {
      const content = this.#contentOf(key)
      const spool = await this.#spool({ key, content }, noProgress)
      const people = spool.segments.find(({ first, count }) => ordinal >= first && ordinal < first + count)
      if (people === undefined) throw new AppError('not-found', m.thisPersonIsNotInThe)
      await this.#moveTo(people, { key, content }, spool)
      return this.#pool.trace(key, options, measure, ordinal, period)
    })
  }

  cancel(): void {
    this.#stopping.abort(new AppError('cancelled', m.theMeasuresWereCancelled))
    this.#stopping = new AbortController()
    this.#pool.cancel()
  }

  stop(): void {
    this.cancel()
    this.#pool.stop()
    const files = this.#files
    this.#files = undefined
    this.#spools.clear()
    // Where there was no room for them, the run has said so.
    files?.then((opened) => opened.close()).catch(() => undefined)
  }

  /** Workers have the records of one segment at a time. */
  #alone<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.#stopping
    return this.#inTurn(async () => {
      signal.throwIfAborted()
      return work(signal)
    })
  }

  #contentOf(key: string): MeasureContent {
    const content = this.#contents.get(key)
    if (content === undefined) throw new AppError('not-found', m.thisMeasureContentIsNotOpen)
    return content
  }

  /** Lets the workers evaluate a segment. */
  async #moveTo(people: PatientRange, content: PoolContent, spool: TakenRecords): Promise<void> {
    await this.#pool.moveTo(people)
    if (!this.#pool.has(content)) await this.#pool.load(content, await spool.read(people))
  }

  /** What content needs of the records; the files are read where that is not there yet. */
  async #spool(named: PoolContent, progress: PoolProgress): Promise<TakenRecords> {
    const { key, content } = named
    const known = this.#spools.get(key)
    if (known?.content === content) return known.spool
    this.#spools.delete(key)
    await known?.spool.drop()
    const { shards, asOf } = this.#population
    const places = recordPlaces(shards, {
      content,
      supplemental: false,
      asOf: asOf === undefined ? undefined : dayOfIso(asOf)
    })
    const bytes = places.reduce((sum, place) => sum + place.bytes, 0)
    const segments = peopleSegments(countEverybody(shards), bytes, this.#memory)
    this.#files ??= this.#openFiles()
    const spool = spoolTakenRecords(await this.#files, `records-${this.#spooled++}`, segments, this.#pool.size)
    try {
      await this.#pool.spool(named, { places, segments, take: (worker, chunks) => spool.add(worker, chunks) }, progress)
    } catch (error) {
      await spool.drop()
      throw error
    }
    this.#spools.set(key, { content, spool })
    return spool
  }
}
