import type { PatientData } from '../../cql/elm/runtime/patient-data.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { MeasureEvaluator, type EvaluatorOptions } from '../evaluate/measure-evaluator.ts'
import type { PatientResult } from '../evaluate/patient-result.ts'
import { MeasureTrace, type TracedDefine } from '../evaluate/measure-trace.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import { missingEvidence, type MissingEvidence } from '../evaluate/missing-evidence.ts'

/** What a patient lacks for a population of a group. */
export interface GroupEvidence {
  /** Ids of the group and of the population: a numerator that the patient is not in. */
  readonly group: string
  readonly population: string
  readonly missing: readonly MissingEvidence[]
}

/** How one measure came out for one patient, and why. Can be cloned structurally. */
export interface PatientTrace {
  readonly result: PatientResult
  /** Defines and functions in the order of evaluation, each with its clauses. */
  readonly defines: readonly TracedDefine[]
  readonly evidence: readonly GroupEvidence[]
}

/**
 * Evaluates a measure for one patient with all clauses reported.
 * @throws ElmError when the measure's library is not among the content
 */
export function tracePatient(
  measure: MeasureDefinition,
  content: MeasureContent,
  patient: string,
  data: PatientData,
  period: MeasurementPeriod,
  options: Pick<EvaluatorOptions, 'zone' | 'fhir'>
): PatientTrace {
  const evaluator = new MeasureEvaluator(measure, content, { ...options, instrumented: true })
  const trace = new MeasureTrace()
  const result = evaluator.evaluate(patient, data, period, trace)
  const library = evaluator.program.library(measure.library, measure.libraryVersion)
  const evidence = result.groups.flatMap(({ id: group, populations }, index) =>
    populations.flatMap(({ code, count }, position): GroupEvidence[] => {
      const population = measure.groups[index]?.populations[position]
      if (code !== 'numerator' || count > 0 || population === undefined) return []
      const missing = missingEvidence(library, population.expression, content.libraries, trace)
      return [{ group, population: population.id, missing }]
    })
  )
  return { result, defines: trace.outline(), evidence }
}
