import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import type { MeasureRun } from './measure-run.ts'
import type { ChunkPatient } from '../chunk/chunk-patient.ts'
import type { PatientRange } from '../chunk/measure-chunk.ts'
import type { MeasureEvaluator } from '../evaluate/measure-evaluator.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { PatientResult } from '../evaluate/patient-result.ts'
import type { PeriodRuns } from '../evaluate/period-runs.ts'
import type { RunCollector } from './run-collector.ts'

/** A run that goes on step by step: between steps there is time for messages, and who steps no more has cancelled it. */
export interface MeasureJob {
  /** Patients to evaluate, and those that are done. */
  readonly total: number
  readonly done: number
  /** Evaluates so many more patients. @returns whether all are done */
  step(patients: number): boolean
  /** What the patients done so far came to, by measure and period: over all ordinals of the snapshot. May be cloned. */
  results(): readonly MeasureRun[]
  /** Measures that cannot be evaluated, or were ended, with the reason; {@link results} has nothing of them. */
  readonly failed: readonly { readonly measure: string; readonly reason: string }[]
  /** Patients by value of the supplemental data, in the order of {@link results}. */
  supplemental(): readonly ReadonlyMap<string, ReadonlyMap<string, number>>[]
}

/** One measure for one period, while patients come in. */
export interface JobPart {
  readonly evaluator: Pick<MeasureEvaluator, 'measure' | 'evaluateIn'>
  readonly period: MeasurementPeriod
  readonly collector: RunCollector
  /** Patients for whom the evaluation was stopped. */
  stopped: number
}

/** The job of a runner. */
export class RunnerJob implements MeasureJob {
  readonly total: number
  done = 0
  readonly #failed: MeasureJob['failed'][number][]
  readonly #maxStopped: number
  #parts: readonly JobPart[]
  /** The same by period: what measures of a period have in common is computed once for a patient. */
  #byPeriod: readonly (readonly [MeasurementPeriod, readonly JobPart[]])[]
  readonly #runs: PeriodRuns
  readonly #ranges: readonly PatientRange[]
  readonly #data: ChunkPatient
  #range = 0
  #within = 0

  constructor(
    parts: readonly JobPart[],
    failed: MeasureJob['failed'],
    ranges: readonly PatientRange[],
    data: ChunkPatient,
    runs: PeriodRuns,
    maxStopped: number
  ) {
    this.#maxStopped = maxStopped
    this.#parts = parts
    this.#byPeriod = [...Map.groupBy(parts, ({ period }) => period)]
    this.#runs = runs
    this.#failed = [...failed]
    this.#ranges = ranges
    this.#data = data
    this.total = ranges.reduce((sum, { count }) => sum + count, 0)
  }

  get failed(): MeasureJob['failed'] {
    return this.#failed
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
      for (const part of parts) {
        const { evaluator, collector } = part
        const result = evaluator.evaluateIn(run, id)
        if (result.stopped === true && ++part.stopped >= this.#maxStopped) this.#end(part, result)
        collector.add(ordinal, result)
        const ended = performance.now()
        collector.spent += ended - started
        started = ended
      }
    }
    this.done++
  }

  /** A measure that takes too much for one patient after the other would never come to an end. */
  #end(part: JobPart, { problems }: PatientResult): void {
    const { url } = part.evaluator.measure
    const why = problems.at(-1)?.message ?? ''
    const reason = m.itsLogicTakesTooMuchFor(part.stopped, why)
    if (!this.#failed.some(({ measure }) => measure === url)) this.#failed.push({ measure: url, reason: reason.trim() })
    this.#parts = this.#parts.filter((item) => item !== part)
    this.#byPeriod = [...Map.groupBy(this.#parts, ({ period }) => period)]
  }

  results(): readonly MeasureRun[] {
    const now = Date.now()
    return this.#parts.map(({ collector }) => collector.finish(now))
  }

  supplemental(): readonly ReadonlyMap<string, ReadonlyMap<string, number>>[] {
    return this.#parts.map(({ collector }) => collector.supplemental())
  }
}
