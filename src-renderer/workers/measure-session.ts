import { findResource } from '#engine/store/id-column.ts'
import type { InstalledMeasure, RunSummary } from '#engine/content/installed-measure.ts'
import type { MeasureContent } from '#engine/measures/measure-content.ts'
import type { StoredRuns } from '#engine/runs/run-file.ts'
import type { MeasurementPeriod } from '#engine/measures/measurement-period.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import { memberCount } from '#engine/runs/member-count.ts'
import { fingerprintOf, type DataFingerprint } from '#engine/quality/data-fingerprint.ts'
import type { MeasureRun } from '#engine/quality/measure-run.ts'
import { whyOutline } from '#engine/quality/why-outline.ts'
import type { ResourceRef } from '#engine/panels/panel.ts'
import type { Store } from '#engine/store/store.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import { stopOf, type InstalledContent, type OpenedMeasure } from './installed-content.ts'
import { MeasurePool, type MeasuredPopulation } from './measure-pool.ts'
import type { MeasureProgress, MeasureRunOutcome, MeasureRunRequest, PatientWhy } from './measure-protocol.ts'
import { downloadForeignRuns, downloadRuns, uploadRuns } from './store-results.ts'

/** Share of a run that is reading, where records have to be taken first. */
const SHARE_OF_READING = 0.5
/** Milliseconds between two reports of progress. */
const REPORT_EVERY_MS = 100

/** What a session asks of the page. */
export interface MeasureSessionHost {
  open(request: { importId: string; file: number }): Promise<string>
  measuring(progress: MeasureProgress): void
  /** One-time URL of the results that are kept with a snapshot. */
  results(snapshot: string): Promise<string | undefined>
  /** One-time URL that takes them. */
  keepResults(snapshot: string): Promise<string>
}

/** What has to be evaluated: measures of one pack that lack results for the same periods. */
interface Batch {
  readonly pack: string
  readonly measures: readonly OpenedMeasure[]
  readonly period: MeasurementPeriod
}

function runName({ key }: MeasureRun): string {
  return nameOf(key.measure, key.content, key.period, key)
}

function nameOf(url: string, content: string, period: MeasurementPeriod, options: RunnerOptions): string {
  return JSON.stringify([url, content, period.start, period.end, options.policy, options.zone])
}

/** The results of measures over one loaded population, and the workers that make them. */
export class MeasureSession {
  readonly population: MeasuredPopulation
  readonly #content: InstalledContent
  readonly #host: MeasureSessionHost
  readonly #runs = new Map<string, MeasureRun>()
  #pool: MeasurePool | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #cancelled = new AbortController()
  #version = 0
  #people: DataFingerprint | undefined

  constructor(population: MeasuredPopulation, content: InstalledContent, host: MeasureSessionHost) {
    this.population = population
    this.#content = content
    this.#host = host
  }

  /** Changes whenever results do. */
  get version(): number {
    return this.#version
  }

  /** What the patients are compared by with those of other snapshots. */
  get people(): DataFingerprint {
    return (this.#people ??= fingerprintOf(this.population.store))
  }

  get runs(): readonly MeasureRun[] {
    return [...this.#runs.values()]
  }

  /** The result of a measure as it is installed, for a period; the newest where there are several. */
  runOf({ hash, definition }: OpenedMeasure, period: MeasurementPeriod): MeasureRun | undefined {
    return this.runsOf({ hash, definition }).findLast(
      ({ key }) => key.period.start === period.start && key.period.end === period.end
    )
  }

  /** All results of a measure as it is installed, the newest last. */
  runsOf({ hash, definition }: Pick<OpenedMeasure, 'hash' | 'definition'>): readonly MeasureRun[] {
    return this.runs
      .filter(({ key }) => key.measure === definition.url && key.content === hash)
      .sort((a, b) => a.ranAt - b.ranAt)
  }

  summaries(installed: readonly InstalledMeasure[]): readonly RunSummary[] {
    return this.runs.map(({ key, title, ranAt, seconds, patients, problems, groups }) => ({
      measure: installed.find(({ url, content }) => url === key.measure && content === key.content)?.id,
      url: key.measure,
      version: key.version,
      title,
      content: key.content,
      period: key.period,
      zone: key.zone,
      ranAt,
      seconds,
      patients,
      problems: problems.length,
      rates: groups.map(({ id, populations }) => ({
        id,
        populations: populations.map((one) => ({ code: one.code, count: memberCount(one) }))
      }))
    }))
  }

  /** Evaluates what has no result yet. Runs one after another. @throws AppError `cancelled` */
  run(request: MeasureRunRequest): Promise<MeasureRunOutcome> {
    const next = this.#queue.then(() => this.#run(request))
    this.#queue = next.catch(() => undefined)
    return next
  }

  /** Ends the run that is under way and those that wait. */
  cancel(): void {
    this.#cancelled.abort(new AppError('cancelled', 'The measures were cancelled. Results that were ready are kept.'))
    this.#cancelled = new AbortController()
    this.#pool?.cancel()
  }

  /** Ends the workers; the population is gone. */
  stop(): void {
    this.cancel()
    this.#pool?.stop()
  }

  /** Takes the results that are kept with a snapshot. @returns how many there were */
  async openResults(snapshot: string): Promise<number> {
    const url = await this.#host.results(snapshot)
    if (url === undefined) return 0
    const runs = await downloadRuns(url, this.population.store)
    for (const run of runs) this.#runs.set(runName(run), run)
    if (runs.length > 0) this.#version++
    return runs.length
  }

  /** Keeps the results with a snapshot. @returns how many were kept */
  async storeResults(snapshot: string): Promise<number> {
    return uploadRuns(await this.#host.keepResults(snapshot), this.runs, this.population.store, this.people)
  }

  /** How a rate came out for one patient, and why. */
  async why(
    measure: OpenedMeasure,
    group: string,
    patient: number,
    period: MeasurementPeriod,
    options: RunnerOptions
  ): Promise<PatientWhy> {
    const pool = this.pool()
    const { pack, content, definition } = measure
    await pool.prepare({ key: pack, codes: pack, content }, { bytes: () => undefined, evaluated: () => undefined })
    const trace = await pool.trace(pack, options, definition.url, patient, period)
    return {
      outline: whyOutline(definition, group, content.libraries, trace),
      evidence: trace.evidence,
      result: trace.result,
      refs: refsOf(trace, this.population.store)
    }
  }

  /** The results of another snapshot. @throws AppError `not-found` where none can be used */
  async resultsOf(snapshot: string): Promise<StoredRuns> {
    const url = await this.#host.results(snapshot)
    const stored = url === undefined ? undefined : await downloadForeignRuns(url)
    if (stored !== undefined) return stored
    throw new AppError('not-found', 'This snapshot has no results. Open it and run the measures first.')
  }

  /**
   * Evaluates content that is not installed, for comparisons; the results are not held.
   * @param key names the content
   */
  async runOther(
    key: string,
    codes: string,
    content: MeasureContent,
    measures: readonly { readonly url: string; readonly hash: string }[],
    period: MeasurementPeriod,
    options: RunnerOptions
  ): Promise<readonly MeasureRun[]> {
    const pool = this.pool()
    const quiet = { bytes: () => undefined, evaluated: () => undefined }
    await pool.prepare({ key, codes, content }, quiet, true)
    return pool.run(
      key,
      {
        measures: measures.map(({ url }) => url),
        periods: [period],
        hashes: new Map(measures.map(({ url, hash }) => [url, hash])),
        options,
        gentle: false
      },
      quiet
    )
  }

  /** The workers over this population, started when they are first needed. */
  pool(): MeasurePool {
    return (this.#pool ??= new MeasurePool(this.population, (request) => this.#host.open(request)))
  }

  async #run(request: MeasureRunRequest): Promise<MeasureRunOutcome> {
    const started = performance.now()
    const { signal } = this.#cancelled
    const failed: { measure: string; reason: string }[] = []
    const { batches, reused } = this.#plan(request, failed)
    const progress = this.#progressOf(batches)
    const pool = this.pool()
    let evaluated = 0
    let problems = 0
    for (const [index, { pack, measures, period }] of batches.entries()) {
      signal.throwIfAborted()
      try {
        progress.start(index)
        await pool.prepare({ key: pack, codes: pack, content: measures[0]!.content }, progress)
        progress.prepared()
        const runs = await pool.run(
          pack,
          {
            measures: measures.map(({ definition }) => definition.url),
            periods: [period],
            hashes: new Map(measures.map(({ definition, hash }) => [definition.url, hash])),
            options: { policy: request.policy, zone: request.zone },
            gentle: request.background === true
          },
          progress
        )
        for (const run of runs) {
          this.#runs.set(runName(run), run)
          evaluated++
          problems += run.problems.length
        }
        this.#version++
      } catch (error) {
        if (signal.aborted) throw signal.reason
        const { message, code } = toWireError(error)
        // A pool whose worker ended is of no more use.
        if (code === 'internal') {
          this.#pool?.stop()
          this.#pool = undefined
        }
        failed.push(...measures.map(({ id }) => ({ measure: id, reason: message })))
      }
    }
    return { evaluated, reused, seconds: (performance.now() - started) / 1000, problems, failed }
  }

  #plan(
    request: MeasureRunRequest,
    failed: { measure: string; reason: string }[]
  ): { batches: Batch[]; reused: number } {
    const { policy, zone } = request
    const byBatch = new Map<string, { pack: string; measures: OpenedMeasure[]; period: MeasurementPeriod }>()
    let reused = 0
    for (const id of request.measures) {
      const measure = this.#content.measure(id)
      if (measure === undefined) {
        failed.push({ measure: id, reason: 'This measure is no longer installed.' })
        continue
      }
      const stop = stopOf(measure)
      if (stop !== undefined) {
        failed.push({ measure: id, reason: stop })
        continue
      }
      for (const period of request.periods) {
        const name = nameOf(measure.definition.url, measure.hash, period, { policy, zone })
        if (request.again !== true && this.#runs.has(name)) {
          reused++
          continue
        }
        const key = JSON.stringify([measure.pack, period])
        const batch = byBatch.get(key) ?? { pack: measure.pack, measures: [], period }
        batch.measures.push(measure)
        byBatch.set(key, batch)
      }
    }
    return { batches: [...byBatch.values()], reused }
  }

  #progressOf(batches: readonly Batch[]): {
    bytes(count: number): void
    evaluated(count: number): void
    start(index: number): void
    prepared(): void
  } {
    const { patients: totalPatients, report } = this.population.store
    const started = performance.now()
    let told = 0
    let batch = 0
    let read = 0
    let reading = false
    let patients = 0
    const tell = (now = performance.now()): void => {
      told = now
      const ofReading = Math.min(1, report.bytes === 0 ? 1 : read / report.bytes)
      const ofBatch = totalPatients === 0 ? 1 : patients / totalPatients
      const within = reading
        ? ofReading * SHARE_OF_READING
        : read > 0
          ? SHARE_OF_READING + ofBatch * (1 - SHARE_OF_READING)
          : ofBatch
      this.#host.measuring({
        phase: reading ? 'reading' : 'evaluating',
        fraction: batches.length === 0 ? 1 : Math.min(1, (batch + within) / batches.length),
        patients,
        totalPatients,
        seconds: (now - started) / 1000
      })
    }
    const perhaps = (): void => {
      const now = performance.now()
      if (now - told >= REPORT_EVERY_MS) tell(now)
    }
    return {
      start(index) {
        batch = index
        read = patients = 0
        reading = true
        tell()
      },
      prepared() {
        reading = false
        tell()
      },
      bytes(count) {
        read += count
        perhaps()
      },
      evaluated(count) {
        patients += count
        perhaps()
      }
    }
  }
}

/** Where the rows are that a trace names, as far as they are stored. */
function refsOf({ defines }: PatientTrace, store: Store): Readonly<Record<string, ResourceRef>> {
  const rows = new Set(defines.flatMap(({ rows: own, clauses }) => [...own, ...clauses.flatMap((one) => one.rows)]))
  const refs: Record<string, ResourceRef> = {}
  for (const row of rows) {
    const cut = row.indexOf('/')
    const resourceType = row.slice(0, cut)
    const index = findResource(store, resourceType, row.slice(cut + 1))
    if (index !== undefined) refs[row] = { resourceType, index }
  }
  return refs
}
