import { workersMessages as m } from '#messages/workers.ts'
import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import { peopleSegments } from '#engine/measures/chunk/people-segments.ts'
import { recordPlaces } from '#engine/measures/chunk/record-places.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { dayOfIso } from '#engine/measures/rates/iso-day.ts'
import { mergeParts, type EvaluatedPart } from '#engine/measures/run/merge-runs.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
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
 * Records are read from the files again for each.
 */
export class SegmentedMeasurePool implements EvaluatingPool {
  readonly #population: MeasuredPopulation
  readonly #pool: MeasurePool
  /** Bytes for the records of a segment. */
  readonly #memory: number
  readonly #contents = new Map<string, MeasureContent>()
  readonly #inTurn = oneAtATime()
  #stopping = new AbortController()

  constructor(
    population: MeasuredPopulation & { readonly memory: number },
    ask: MeasureWorkerHost['open'],
    cancelGraceMs?: number
  ) {
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
      for (const people of this.#segments(content)) {
        await this.#pool.moveTo(people)
        await this.#pool.prepare({ key, content }, progress)
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
      const people = this.#segments(content).find(({ first, count }) => ordinal >= first && ordinal < first + count)
      if (people === undefined) throw new AppError('not-found', m.thisPersonIsNotInThe)
      await this.#pool.moveTo(people)
      await this.#pool.prepare({ key, content }, noProgress)
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

  #segments(content: MeasureContent): readonly PatientRange[] {
    const { shards, asOf } = this.#population
    const places = recordPlaces(shards, {
      content,
      supplemental: false,
      asOf: asOf === undefined ? undefined : dayOfIso(asOf)
    })
    const bytes = places.reduce((sum, place) => sum + place.bytes, 0)
    return peopleSegments(countEverybody(shards), bytes, this.#memory)
  }
}
