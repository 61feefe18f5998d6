import { AppError } from '#shared/app-error.ts'
import { FhirValues } from '../../elm/fhir/fhir-values.ts'
import type { Program } from '../../elm/program.ts'
import type { RolePolicy } from '../../elm/fhir/roles.ts'
import { ianaZone } from '../../elm/values/iana-zone.ts'
import { fixedOffset, type ZoneOffset } from '../../elm/values/temporal-text.ts'
import type { MeasureRun } from '../../quality/measure-run.ts'
import { ChunkPatient } from '../chunk/chunk-patient.ts'
import type { MeasureChunk, PatientRange } from '../chunk/measure-chunk.ts'
import { CompositeEvaluator } from '../composite-evaluator.ts'
import type { MeasureContent } from '../measure-content.ts'
import { MeasureEvaluator, measureProgram } from '../measure-evaluator.ts'
import type { MeasurementPeriod } from '../measurement-period.ts'
import { PeriodRuns } from '../period-runs.ts'
import { tracePatient, type PatientTrace } from './patient-trace.ts'
import { RunCollector } from './run-collector.ts'

/** How a runner evaluates. */
export interface RunnerOptions {
  readonly policy: RolePolicy
  /** IANA name of the time zone, or `UTC`. */
  readonly zone: string
  /** Evaluate the supplemental data, too. */
  readonly supplemental?: boolean
}

/** What is to be evaluated. */
export interface RunRequest {
  /** Id of the snapshot. */
  readonly snapshot: string
  /** Number of all patients of the snapshot. */
  readonly patients: number
  /** The patients to evaluate; their chunks must be loaded. */
  readonly ranges: readonly PatientRange[]
  /** Addresses of the measures; none for all. */
  readonly measures: readonly string[]
  readonly periods: readonly MeasurementPeriod[]
  /** Content hashes by the measures' addresses, see `contentHash`. */
  readonly hashes: ReadonlyMap<string, string>
}

/** A run that goes on step by step: between steps there is time for messages, and who steps no more has cancelled it. */
export interface MeasureJob {
  /** Patients to evaluate, and those that are done. */
  readonly total: number
  readonly done: number
  /** Evaluates so many more patients. @returns whether all are done */
  step(patients: number): boolean
  /** What the patients done so far came to, by measure and period: over all ordinals of the snapshot. May be cloned. */
  results(): readonly MeasureRun[]
  /** Measures that cannot be evaluated at all, with the reason; {@link results} has nothing of them. */
  readonly failed: readonly { readonly measure: string; readonly reason: string }[]
  /** Patients by value of the supplemental data, in the order of {@link results}. */
  supplemental(): readonly ReadonlyMap<string, ReadonlyMap<string, number>>[]
}

interface Part {
  readonly evaluator: Pick<MeasureEvaluator, 'measure' | 'evaluateIn'>
  readonly period: MeasurementPeriod
  readonly collector: RunCollector
}

class Job implements MeasureJob {
  readonly total: number
  done = 0
  readonly failed: MeasureJob['failed']
  readonly #parts: readonly Part[]
  /** The same by period: what measures of a period have in common is computed once for a patient. */
  readonly #byPeriod: readonly (readonly [MeasurementPeriod, readonly Part[]])[]
  readonly #runs: PeriodRuns
  readonly #ranges: readonly PatientRange[]
  readonly #data: ChunkPatient
  #range = 0
  #within = 0

  constructor(
    parts: readonly Part[],
    failed: MeasureJob['failed'],
    ranges: readonly PatientRange[],
    data: ChunkPatient,
    runs: PeriodRuns
  ) {
    this.#parts = parts
    this.#byPeriod = [...Map.groupBy(parts, ({ period }) => period)]
    this.#runs = runs
    this.failed = failed
    this.#ranges = ranges
    this.#data = data
    this.total = ranges.reduce((sum, { count }) => sum + count, 0)
  }

  step(patients: number): boolean {
    for (let i = 0; i < patients; i++) {
      let range = this.#ranges[this.#range]
      while (range !== undefined && this.#within >= range.count) {
        this.#within = 0
        range = this.#ranges[++this.#range]
      }
      if (range === undefined) return true
      this.#evaluate(range.first + this.#within++)
    }
    return this.done === this.total
  }

  #evaluate(ordinal: number): void {
    this.#data.moveTo(ordinal)
    const id = this.#data.id ?? ''
    let started = performance.now()
    for (const [period, parts] of this.#byPeriod) {
      const run = this.#runs.begin(this.#data, period)
      for (const { evaluator, collector } of parts) {
        collector.add(ordinal, evaluator.evaluateIn(run, id))
        const ended = performance.now()
        collector.spent += ended - started
        started = ended
      }
    }
    this.done++
  }

  results(): readonly MeasureRun[] {
    const now = Date.now()
    return this.#parts.map(({ collector }) => collector.finish(now))
  }

  supplemental(): readonly ReadonlyMap<string, ReadonlyMap<string, number>>[] {
    return this.#parts.map(({ collector }) => collector.supplemental())
  }
}

/** The measures of some content, compiled, and the chunks of some patients. */
export class MeasureRunner {
  readonly #content: MeasureContent
  readonly #options: RunnerOptions
  readonly #zone: ZoneOffset
  readonly #fhir: FhirValues
  readonly #evaluators = new Map<string, MeasureEvaluator>()
  /** The logic of all measures. */
  readonly #program: Program
  readonly #runs: PeriodRuns
  #data: ChunkPatient

  /** @throws AppError `invalid-input` for a time zone that is not known */
  constructor(content: MeasureContent, options: RunnerOptions) {
    this.#content = content
    this.#options = options
    this.#zone = options.zone === 'UTC' ? fixedOffset(0) : ianaZone(options.zone)
    this.#fhir = new FhirValues(this.#zone)
    this.#program = measureProgram(content, { zone: this.#zone, fhir: this.#fhir })
    this.#runs = new PeriodRuns(this.#program)
    this.#data = new ChunkPatient([], options.policy, this.#fhir)
  }

  /** Takes chunks in place of those that it had: of a patient's records that are in several, the first come first. */
  load(chunks: readonly MeasureChunk[]): void {
    this.#data = new ChunkPatient(chunks, this.#options.policy, this.#fhir)
  }

  /** @throws AppError `not-found` for a measure that is not among the content; ElmError when its library is not */
  #evaluator(url: string): MeasureEvaluator {
    let evaluator = this.#evaluators.get(url)
    if (evaluator === undefined) {
      const measure = this.#content.measures.find((one) => one.url === url)
      if (measure === undefined) throw new AppError('not-found', `The measure ${url} is not among the content.`)
      if (measure.composition !== undefined) {
        throw new AppError('not-supported', 'A composite measure has no logic of its own. Look at its components.')
      }
      const { supplemental = false } = this.#options
      evaluator = new MeasureEvaluator(measure, this.#content, { program: this.#program, supplemental })
      this.#evaluators.set(url, evaluator)
    }
    return evaluator
  }

  /** As {@link #evaluator}, for a composite measure too. */
  #anyEvaluator(url: string): Part['evaluator'] {
    const measure = this.#content.measures.find((one) => one.url === url)
    if (measure?.composition === undefined) return this.#evaluator(url)
    const { components } = measure.composition
    const evaluators = new Map(components.map((one) => [one.measure, this.#evaluator(one.measure)]))
    return new CompositeEvaluator(measure, measure.composition, evaluators)
  }

  #tryEvaluator(
    url: string,
    failed: { readonly measure: string; readonly reason: string }[]
  ): Part['evaluator'] | undefined {
    try {
      return this.#anyEvaluator(url)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failed.push({ measure: url, reason: error.message })
      return undefined
    }
  }

  /** Begins a run. */
  start(request: RunRequest): MeasureJob {
    const { policy, zone } = this.#options
    const urls = request.measures.length > 0 ? request.measures : this.#content.measures.map(({ url }) => url)
    const failed: { readonly measure: string; readonly reason: string }[] = []
    const parts = urls.flatMap((url) => {
      const evaluator = this.#tryEvaluator(url, failed)
      if (evaluator === undefined) return []
      const { version } = evaluator.measure
      return request.periods.map((period): Part => {
        const content = request.hashes.get(url) ?? ''
        const key = { snapshot: request.snapshot, measure: url, version, content, period, policy, zone }
        return { evaluator, period, collector: new RunCollector(evaluator.measure, key, request.patients) }
      })
    })
    return new Job(parts, failed, request.ranges, this.#data, this.#runs)
  }

  /** Evaluates a measure for one patient with all clauses reported. @throws AppError, ElmError as above */
  trace(url: string, ordinal: number, period: MeasurementPeriod): PatientTrace {
    const { measure } = this.#evaluator(url)
    this.#data.moveTo(ordinal)
    const options = { zone: this.#zone, fhir: this.#fhir }
    return tracePatient(measure, this.#content, this.#data.id ?? '', this.#data, period, options)
  }
}
