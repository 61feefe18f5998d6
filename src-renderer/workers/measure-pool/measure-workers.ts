import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { openHostShardFiles, type ShardRoom } from '../base/host-shard-files.ts'
import { requireRecords } from '../base/require-records.ts'
import { MeasurePool, type EvaluatingPool, type MeasuredPopulation } from './measure-pool.ts'
import type { MeasureWorkerHost } from './measure-worker-protocol.ts'
import { PersonTracer } from './person-tracer.ts'
import { SegmentedMeasurePool } from './segmented-measure-pool.ts'

/** What workers that evaluate measures ask of the page. */
export interface MeasureWorkersHost extends ShardRoom {
  /** One-time URL for a file of an import. */
  open(request: { importId: string; file: number }): Promise<string>
}

/**
 * The workers over one population, started when they are first needed, and again after they were ended. Records up to an as-of
 * day have workers of their own, of one such day at a time.
 */
export class MeasureWorkers {
  readonly #population: MeasuredPopulation
  readonly #host: MeasureWorkersHost
  readonly #ask: MeasureWorkerHost['open'] = (request) => this.#host.open(request)
  readonly #cancelGraceMs: number | undefined
  #pool: EvaluatingPool | undefined
  /** Workers with the records up to a day. */
  #earlier: { readonly asOf: string; readonly pool: EvaluatingPool } | undefined
  /** Tells of the people of a cluster population, whose records are read one by one. */
  #tracer: PersonTracer | undefined

  /** @param cancelGraceMs milliseconds after which workers that do not answer a cancellation are ended */
  constructor(population: MeasuredPopulation, host: MeasureWorkersHost, cancelGraceMs: number | undefined) {
    this.#population = population
    this.#host = host
    this.#cancelGraceMs = cancelGraceMs
  }

  /** Those that evaluate a period. @throws AppError `not-supported` where the records are elsewhere */
  pool({ asOf }: Pick<MeasurementPeriod, 'asOf'>): EvaluatingPool {
    requireRecords(this.#population)
    if (asOf === undefined) {
      if (this.#pool?.ended === true) this.#pool = undefined
      return (this.#pool ??= this.#start(asOf))
    }
    if (this.#earlier === undefined || this.#earlier.asOf !== asOf || this.#earlier.pool.ended) {
      this.#earlier?.pool.stop()
      this.#earlier = { asOf, pool: this.#start(asOf) }
    }
    return this.#earlier.pool
  }

  /** What tells of single people: the workers, or else one that reads their records where a cluster left them. */
  tracing(period: MeasurementPeriod): Pick<EvaluatingPool, 'prepare'> & Pick<PersonTracer, 'trace'> {
    const { runRecords, shards } = this.#population
    if (runRecords === undefined) return this.pool(period)
    if (this.#tracer?.ended === true) this.#tracer = undefined
    return (this.#tracer ??= new PersonTracer(shards, runRecords, this.#ask, this.#cancelGraceMs))
  }

  /** Ends those that evaluate a period, after one of them failed. */
  stopPool({ asOf }: Pick<MeasurementPeriod, 'asOf'>): void {
    const pool = asOf === undefined ? this.#pool : this.#earlier?.pool
    pool?.stop()
  }

  /** Makes what is under way end with `cancelled`. */
  cancel(): void {
    this.#pool?.cancel()
    this.#earlier?.pool.cancel()
    this.#tracer?.cancel()
  }

  /** Ends all of them; the population is gone. */
  stop(): void {
    this.#pool?.stop()
    this.#earlier?.pool.stop()
    this.#tracer?.stop()
  }

  #start(asOf: string | undefined): EvaluatingPool {
    const population = { ...this.#population, asOf }
    const { memory } = population
    if (memory === undefined) return new MeasurePool(population, this.#ask, this.#cancelGraceMs)
    const files = (): ReturnType<typeof openHostShardFiles> => openHostShardFiles(this.#host)
    return new SegmentedMeasurePool({ ...population, memory }, this.#ask, files, this.#cancelGraceMs)
  }
}
