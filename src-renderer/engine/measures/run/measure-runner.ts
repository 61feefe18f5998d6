import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import { AppError } from '#shared/app-error.ts'
import type { EvaluationLimits } from '../../cql/elm/library/budget.ts'
import { FhirValues } from '../../cql/elm/fhir/fhir-values.ts'
import type { Program } from '../../cql/elm/program.ts'
import type { RolePolicy } from '../../cql/elm/fhir/roles.ts'
import { ianaZone } from '../../cql/elm/values/iana-zone.ts'
import { fixedOffset, type ZoneOffset } from '../../cql/elm/values/temporal-text.ts'
import { ChunkPatient } from '../chunk/chunk-patient.ts'
import { chunkOfTypes, type MeasureChunk, type PatientRange } from '../chunk/measure-chunk.ts'
import { isOfSource, type EvidenceSource } from '../records/evidence-source.ts'
import { CompositeEvaluator } from '../evaluate/composite-evaluator.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import { MeasureEvaluator, measureProgram } from '../evaluate/measure-evaluator.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import { PeriodRuns } from '../evaluate/period-runs.ts'
import { RunnerJob, type JobPart, type MeasureJob } from './measure-job.ts'
import { tracePatient, type PatientTrace } from './patient-trace.ts'
import { RunCollector } from './run-collector.ts'

/** How a runner evaluates. */
export interface RunnerOptions {
  readonly policy: RolePolicy
  /** IANA name of the time zone, or `UTC`. */
  readonly zone: string
  /** Evaluate the supplemental data, too. */
  readonly supplemental?: boolean
  /** Let the records of one source alone count; those of all sources when absent. */
  readonly evidence?: EvidenceSource | undefined
}

/** How much a runner lets the logic take. */
export interface RunnerLimits {
  /** For one measure and patient; see `defaultLimits`. */
  readonly evaluation?: EvaluationLimits
  /** A measure ends when it had to be stopped for so many patients; 10 by default. */
  readonly stoppedPatients?: number
}

const maxStopped = 10

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
  readonly #limits: RunnerLimits
  #data: ChunkPatient

  /** @throws AppError `invalid-input` for a time zone that is not known */
  constructor(content: MeasureContent, options: RunnerOptions, limits: RunnerLimits = {}) {
    this.#limits = limits
    this.#content = content
    this.#options = options
    this.#zone = options.zone === 'UTC' ? fixedOffset(0) : ianaZone(options.zone)
    this.#fhir = new FhirValues(this.#zone)
    this.#program = measureProgram(content, { zone: this.#zone, fhir: this.#fhir, limits: limits.evaluation })
    this.#runs = new PeriodRuns(this.#program)
    this.#data = new ChunkPatient([], options.policy, this.#fhir)
  }

  /** Takes chunks in place of those that it had: of a patient's records that are in several, the first come first. */
  load(chunks: readonly MeasureChunk[]): void {
    const { evidence, policy } = this.#options
    this.#program.forgetPatients()
    const counted = evidence === undefined ? chunks : chunks.map((chunk) => chunkOfSource(chunk, evidence))
    this.#data = new ChunkPatient(counted, policy, this.#fhir)
  }

  /** @throws AppError `not-found` for a measure that is not among the content; ElmError when its library is not */
  #evaluator(url: string): MeasureEvaluator {
    let evaluator = this.#evaluators.get(url)
    if (evaluator === undefined) {
      const measure = this.#content.measures.find((item) => item.url === url)
      if (measure === undefined) throw new AppError('not-found', m.theMeasureIsNotAmongThe(url))
      if (measure.composition !== undefined) {
        throw new AppError('not-supported', m.aCompositeMeasureHasNoLogic)
      }
      const { supplemental = false } = this.#options
      evaluator = new MeasureEvaluator(measure, this.#content, { program: this.#program, supplemental })
      this.#evaluators.set(url, evaluator)
    }
    return evaluator
  }

  /** As {@link #evaluator}, for a composite measure too. */
  #anyEvaluator(url: string): JobPart['evaluator'] {
    const measure = this.#content.measures.find((item) => item.url === url)
    if (measure?.composition === undefined) return this.#evaluator(url)
    const { components } = measure.composition
    const evaluators = new Map(components.map((item) => [item.measure, this.#evaluator(item.measure)]))
    return new CompositeEvaluator(measure, measure.composition, evaluators)
  }

  #tryEvaluator(
    url: string,
    failed: { readonly measure: string; readonly reason: string }[]
  ): JobPart['evaluator'] | undefined {
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
      return request.periods.map((period): JobPart => {
        const content = request.hashes.get(url) ?? ''
        const key = { snapshot: request.snapshot, measure: url, version, content, period, policy, zone }
        return { evaluator, period, collector: new RunCollector(evaluator.measure, key, request.patients), stopped: 0 }
      })
    })
    const { stoppedPatients = maxStopped } = this.#limits
    return new RunnerJob(parts, failed, request.ranges, this.#data, this.#runs, stoppedPatients)
  }

  /** Evaluates a measure for one patient with all clauses reported. @throws AppError, ElmError as above */
  trace(url: string, ordinal: number, period: MeasurementPeriod): PatientTrace {
    const { measure } = this.#evaluator(url)
    this.#data.moveTo(ordinal)
    const options = { zone: this.#zone, fhir: this.#fhir }
    return tracePatient(measure, this.#content, this.#data.id ?? '', this.#data, period, options)
  }
}

/** A chunk as if the data came from one source alone. */
function chunkOfSource(chunk: MeasureChunk, source: EvidenceSource): MeasureChunk {
  const types = chunk.sections.map(({ type }) => type)
  return chunkOfTypes(chunk, new Set(types.filter((type) => isOfSource(type, source))))
}
