import { workersMessages as m } from '#messages/workers.ts'
import type { MeasureChunk } from '#engine/measures/chunk/measure-chunk.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { dayOfIso } from '#engine/measures/rates/iso-day.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import { findPerson } from '#engine/shards/person-values.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import { noProgress } from '../base/pool-progress.ts'
import type { RunRecordReader } from '../base/run-record.ts'
import { MeasurePool, type EvaluatingPool, type PoolContent } from './measure-pool.ts'
import type { MeasureWorkerHost } from './measure-worker-protocol.ts'
import { readRecordsOfPerson } from './records-of-person.ts'

/**
 * Tells of single people of a cluster population how a measure came out: a worker evaluates the records of one of them, which are read
 * where the run left them.
 */
export class PersonTracer implements Pick<EvaluatingPool, 'prepare' | 'trace' | 'cancel' | 'stop' | 'ended'> {
  readonly #shards: readonly PopulationShard[]
  readonly #records: RunRecordReader
  readonly #pool: MeasurePool
  /** By name: what was prepared, and for each of its measures the content with that one alone. */
  readonly #contents = new Map<
    string,
    { readonly content: MeasureContent; readonly own: Map<string, MeasureContent> }
  >()
  readonly #inTurn = oneAtATime()
  #stopping = new AbortController()
  /** Whose records the worker has, up to a day. */
  #loaded: { readonly ordinal: number; readonly asOf: string | undefined } | undefined

  /** @param records of the population @param cancelGraceMs as of {@link MeasurePool} */
  constructor(
    shards: readonly PopulationShard[],
    records: RunRecordReader,
    ask: MeasureWorkerHost['open'],
    cancelGraceMs?: number
  ) {
    this.#shards = shards
    this.#records = records
    this.#pool = new MeasurePool({ shards, sources: [] }, ask, cancelGraceMs, 1)
  }

  get ended(): boolean {
    return this.#pool.ended
  }

  /** Records are read when somebody asks for a person. */
  async prepare({ key, content }: PoolContent): Promise<void> {
    if (this.#contents.get(key)?.content !== content) this.#contents.set(key, { content, own: new Map() })
  }

  /** As of {@link MeasurePool}. @param callerSignal signal that ends the reading of records, which fails with its reason @throws AppError `cancelled`, and as {@link readRecordsOfPerson} */
  trace(
    key: string,
    options: RunnerOptions,
    measure: string,
    ordinal: number,
    period: MeasurementPeriod,
    callerSignal?: AbortSignal
  ): Promise<PatientTrace> {
    const signal = AbortSignal.any([this.#stopping.signal, ...(callerSignal === undefined ? [] : [callerSignal])])
    return this.#inTurn(async () => {
      signal.throwIfAborted()
      const named = this.#contentOf(key, measure)
      await this.#load(named, ordinal, period.asOf, signal)
      return this.#pool.trace(named.key, options, measure, ordinal, period)
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

  /** A measure alone: records that only others need are not read. */
  #contentOf(key: string, measure: string): PoolContent {
    const prepared = this.#contents.get(key)
    if (prepared === undefined) throw new AppError('not-found', m.thisMeasureContentIsNotOpen)
    const { content, own: byMeasure } = prepared
    const known = byMeasure.get(measure) ?? {
      ...content,
      measures: content.measures.filter(({ url }) => url === measure)
    }
    byMeasure.set(measure, known)
    return { key: JSON.stringify([key, measure]), content: known }
  }

  async #load(
    { key, content }: PoolContent,
    ordinal: number,
    asOf: string | undefined,
    signal: AbortSignal
  ): Promise<void> {
    const isLoaded = this.#loaded?.ordinal === ordinal && this.#loaded.asOf === asOf
    if (isLoaded && this.#pool.has({ key, content })) return
    const { shard, person } = findPerson(this.#shards, ordinal)
    const question = { content, supplemental: false, asOf: asOf === undefined ? undefined : dayOfIso(asOf) }
    const { source, places } = await readRecordsOfPerson(this.#records, shard, person, question, signal)
    const people = { first: ordinal, count: 1 }
    const taken: MeasureChunk[] = []
    this.#loaded = undefined
    await this.#pool.moveTo(people)
    await this.#pool.spool(
      { key, content },
      {
        places: [places],
        sources: [source],
        segments: [people],
        take: async (_, chunks) => void taken.push(...chunks)
      },
      noProgress
    )
    await this.#pool.load({ key, content }, taken)
    this.#loaded = { ordinal, asOf }
  }
}
