import { workersMeasuresMessages as m } from '#messages/workers/measures.ts'
import type { EvaluatedPart } from '#engine/measures/run/merge-runs.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { periodKey } from '#engine/measures/definition/period-key.ts'
import type { StoredRuns } from '#engine/measures/run-files/run-file.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import { claimsWithoutCodes } from '#engine/measures/explain/claims-without-codes.ts'
import { fingerprintOf, type DataFingerprint } from '#engine/measures/rates/data-fingerprint.ts'
import type { EvidenceSource } from '#engine/measures/records/evidence-source.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { whyOutline } from '#engine/measures/explain/why-outline.ts'
import { countEverybody, findPerson } from '#engine/shards/person-values.ts'
import type { Store } from '#engine/store/model/store.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import { RunCache } from './run-cache.ts'
import type { OpenedMeasure } from '#engine/measures/packs/open-packs.ts'
import type { InstalledContent } from './installed-content.ts'
import type { MeasuredPopulation } from '../measure-pool/measure-pool.ts'
import { MeasureWorkers, type MeasureWorkersHost } from '../measure-pool/measure-workers.ts'
import { requireRecords } from '../base/require-records.ts'
import type { MeasureProgress, MeasureRunOutcome, MeasureRunRequest, PatientWhy } from './measure-protocol.ts'
import { planBatches, type Batch } from './plan-batches.ts'
import { noProgress } from '../base/pool-progress.ts'
import { refsInPopulation, refsOf } from './trace-refs.ts'
import { runProgress, type RunProgress } from './run-progress.ts'
import { readRunMeasures } from './run-measures.ts'
import { downloadForeignRuns, downloadRuns, uploadRuns } from './store-results.ts'

/** What a session asks of the page. */
export interface MeasureSessionHost extends MeasureWorkersHost {
  measuring(progress: MeasureProgress): void
  /** One-time URL of the results that are kept with a snapshot. */
  results(snapshot: string): Promise<string | undefined>
  /** One-time URL that takes them. */
  keepResults(snapshot: string): Promise<string>
}

/** The results of measures over one loaded population, and the workers that make them. */
export class MeasureSession {
  readonly population: MeasuredPopulation
  readonly runs = new RunCache()
  readonly #content: InstalledContent
  readonly #host: MeasureSessionHost
  readonly #workers: MeasureWorkers
  readonly #inTurn = oneAtATime()
  #cancelled = new AbortController()
  #people: DataFingerprint | undefined
  /** Results with the records of one source alone. */
  readonly #ofSource = new Map<string, MeasureRun>()

  /** @param cancelGraceMs milliseconds after which workers that do not answer a cancellation are ended */
  constructor(
    population: MeasuredPopulation,
    content: InstalledContent,
    host: MeasureSessionHost,
    cancelGraceMs?: number
  ) {
    this.population = population
    this.#content = content
    this.#host = host
    this.#workers = new MeasureWorkers(population, host, cancelGraceMs)
  }

  /** What the patients are compared by with those of other snapshots. */
  get people(): DataFingerprint {
    return (this.#people ??= fingerprintOf(this.population.shards))
  }

  get #snapshot(): Store['snapshot'] {
    return this.population.shards[0]!.store.snapshot
  }

  /** People or records of the files are left out; where no record of the people of a part is, that part does not tell. */
  get #isLimited(): boolean {
    return this.population.shards.some(({ store }) => store.leftOut !== undefined)
  }

  /** Evaluates what has no result yet. Runs one after another. @throws AppError `cancelled`, `not-supported` where the records are elsewhere */
  run(request: MeasureRunRequest): Promise<MeasureRunOutcome> {
    return this.#inTurn(() => this.#run(request))
  }

  /** Ends the run that is under way and those that wait. */
  cancel(): void {
    this.#cancelled.abort(new AppError('cancelled', m.theMeasuresWereCancelledResultsThat))
    this.#cancelled = new AbortController()
    this.#workers.cancel()
  }

  /** Ends the workers; the population is gone. */
  stop(): void {
    this.cancel()
    this.#workers.stop()
  }

  /** Takes the results that are kept with a snapshot. @returns how many there were */
  async openResults(snapshot: string): Promise<number> {
    // What is stored is about everybody.
    if (this.#isLimited) return 0
    const url = await this.#host.results(snapshot)
    if (url === undefined) return 0
    const runs = await downloadRuns(url, { snapshot: this.#snapshot, ids: this.people.ids })
    this.runs.add(runs)
    return runs.length
  }

  /** Takes the results of the run that wrote a cluster population. @returns their periods @throws AppError as {@link readRunMeasures} */
  async openRunMeasures(): Promise<readonly MeasurementPeriod[]> {
    const runs = await readRunMeasures(this.population)
    this.runs.add(runs)
    return [...new Map(runs.map(({ key: { period } }) => [periodKey(period), period])).values()]
  }

  /** Keeps the results with a snapshot. @returns how many were kept */
  async storeResults(snapshot: string): Promise<number> {
    if (this.#isLimited) return 0
    return uploadRuns(await this.#host.keepResults(snapshot), this.runs.all, this.#snapshot, this.people)
  }

  /** How a rate came out for one patient, and why. @param signal as of `PersonTracer.trace` */
  async why(
    measure: OpenedMeasure,
    group: string,
    patient: number,
    period: MeasurementPeriod,
    options: RunnerOptions,
    signal?: AbortSignal
  ): Promise<PatientWhy> {
    const pool = this.#workers.tracing(period)
    const { pack, content, definition } = measure
    await pool.prepare({ key: pack, content }, noProgress)
    const trace = await pool.trace(pack, options, definition.url, patient, period, signal)
    const { shard } = findPerson(this.population.shards, patient)
    const refs = refsOf(trace, shard.store)
    return {
      outline: whyOutline(definition, group, content.libraries, trace),
      evidence: trace.evidence,
      result: trace.result,
      refs: refsInPopulation(refs, shard),
      otherClaims: claimsWithoutCodes(shard.store, content, definition, group, refs)
    }
  }

  /** The results of another snapshot. @throws AppError `not-found` where none can be used */
  async resultsOf(snapshot: string): Promise<StoredRuns> {
    if (this.#isLimited) throw new AppError('not-allowed', m.theResultsOfOtherSnapshotsAre)
    const url = await this.#host.results(snapshot)
    const stored = url === undefined ? undefined : await downloadForeignRuns(url)
    if (stored !== undefined) return stored
    throw new AppError('not-found', m.thisSnapshotHasNoResultsOpen)
  }

  /**
   * Evaluates installed measures with the records of one source alone, all of one period, policy and zone. What was evaluated is
   * cached until the population changes.
   * @throws AppError `cancelled`, `invalid-input` for a measure that takes too much
   */
  ofSource(
    measures: readonly OpenedMeasure[],
    { period, policy, zone }: Pick<MeasureRun['key'], 'period' | 'policy' | 'zone'>,
    evidence: EvidenceSource
  ): Promise<readonly MeasureRun[]> {
    const nameOf = ({ definition, hash }: OpenedMeasure): string =>
      JSON.stringify([definition.url, hash, periodKey(period), policy, zone, evidence])
    const evaluate = async (): Promise<readonly MeasureRun[]> => {
      const wanted = measures.filter((each) => !this.#ofSource.has(nameOf(each)))
      for (const [pack, group] of Map.groupBy(wanted, (each) => each.pack)) {
        const { content } = group[0]!
        const asked = group.map(({ definition, hash }) => ({ url: definition.url, hash }))
        const runs = await this.runOther(pack, content, asked, period, { policy, zone, evidence })
        for (const run of runs) {
          const measure = group.find(({ definition }) => definition.url === run.key.measure)
          if (measure !== undefined) this.#ofSource.set(nameOf(measure), run)
        }
      }
      return measures.flatMap((each) => this.#ofSource.get(nameOf(each)) ?? [])
    }
    return this.#inTurn(evaluate)
  }

  /**
   * Evaluates content that is not installed, for comparisons; the results are not held.
   * @param key names the content
   * @throws AppError `invalid-input` for a measure that takes too much
   */
  async runOther(
    key: string,
    content: MeasureContent,
    measures: readonly { readonly url: string; readonly hash: string }[],
    period: MeasurementPeriod,
    options: RunnerOptions
  ): Promise<readonly MeasureRun[]> {
    const pool = this.#workers.pool(period)
    await pool.prepare({ key, content }, noProgress)
    const { runs, failed } = await pool.run(
      key,
      {
        measures: measures.map(({ url }) => url),
        periods: [period],
        hashes: new Map(measures.map(({ url, hash }) => [url, hash])),
        options,
        gentle: false
      },
      noProgress
    )
    if (failed[0] !== undefined) throw new AppError('invalid-input', failed[0].reason)
    return runs
  }

  async #run(request: MeasureRunRequest): Promise<MeasureRunOutcome> {
    requireRecords(this.population)
    const started = performance.now()
    const { signal } = this.#cancelled
    const { batches, reused, failed: stopped } = planBatches(request, this.#content, this.runs)
    const failed = [...stopped]
    const patients = countEverybody(this.population.shards)
    const progress = runProgress(patients, batches.length, (report) => this.#host.measuring(report))
    let evaluated = 0
    let problems = 0
    for (const [index, batch] of batches.entries()) {
      signal.throwIfAborted()
      try {
        progress.start(index)
        const { runs, failed: ended } = await this.#evaluate(batch, request, progress)
        for (const { measure, reason } of ended) {
          const known = batch.measures.find(({ definition }) => definition.url === measure)
          if (known !== undefined) failed.push({ measure: known.id, reason })
        }
        this.runs.add(runs)
        evaluated += runs.length
        problems += runs.reduce((sum, run) => sum + run.problems.length, 0)
      } catch (error) {
        if (signal.aborted) throw signal.reason
        const { message, code } = toWireError(error)
        // A pool whose worker ended is of no more use.
        if (code === 'internal') this.#workers.stopPool(batch.period)
        failed.push(...batch.measures.map(({ id }) => ({ measure: id, reason: message })))
      }
    }
    return { evaluated, reused, seconds: (performance.now() - started) / 1000, problems, failed }
  }

  async #evaluate(
    { pack, measures, period }: Batch,
    { policy, zone, background }: MeasureRunRequest,
    progress: RunProgress
  ): Promise<EvaluatedPart> {
    const pool = this.#workers.pool(period)
    await pool.prepare({ key: pack, content: measures[0]!.content }, progress)
    progress.prepared()
    const order = {
      measures: measures.map(({ definition }) => definition.url),
      periods: [period],
      hashes: new Map(measures.map(({ definition, hash }) => [definition.url, hash])),
      options: { policy, zone },
      gentle: background === true
    }
    return pool.run(pack, order, progress)
  }
}
