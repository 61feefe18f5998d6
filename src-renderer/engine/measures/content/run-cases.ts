import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import { FhirValues } from '../../cql/elm/fhir/fhir-values.ts'
import type { RolePolicy } from '../../cql/elm/fhir/roles.ts'
import { ianaZone } from '../../cql/elm/values/iana-zone.ts'
import { fixedOffset } from '../../cql/elm/values/temporal-text.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { MeasureEvaluator } from '../evaluate/measure-evaluator.ts'
import { PatientResources } from '../records/patient-resources.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { ContentCase } from './document/content-document.ts'

/** How one case came out. */
export interface CaseOutcome {
  readonly name: string
  readonly passed: boolean
  /** What is not as expected, in words; errors of the evaluation, too. */
  readonly differences: readonly string[]
  /** Counts by group and population. */
  readonly actual: ContentCase['expected']
}

/**
 * Evaluates a measure for its test cases.
 * @param period where a case names none
 * @throws ElmError when the measure's library is not among the content
 */
export function runCases(
  definition: MeasureDefinition,
  content: MeasureContent,
  cases: readonly ContentCase[],
  period: MeasurementPeriod,
  { policy, zone }: { readonly policy: RolePolicy; readonly zone: string }
): readonly CaseOutcome[] {
  const offset = zone === 'UTC' ? fixedOffset(0) : ianaZone(zone)
  const fhir = new FhirValues(offset)
  const evaluator = new MeasureEvaluator(definition, content, { zone: offset, fhir })
  const evaluatorOf = ({ options }: ContentCase): MeasureEvaluator =>
    options === undefined
      ? evaluator
      : new MeasureEvaluator(definition, content, { options, program: evaluator.program })
  return cases.map((item): CaseOutcome => {
    const data = new PatientResources(item.resources, policy, fhir)
    const { groups, problems } = evaluatorOf(item).evaluate(item.patientId, data, item.period ?? period)
    const actual = Object.fromEntries(groups.map(({ id, populations }) => [id, countsOf(populations)]))
    const differences = [
      ...problems.map(({ expression, message }) => `“${expression}”: ${message}`),
      ...Object.entries(item.expected).flatMap(([group, expected]) => {
        // A measure with one rate may call it otherwise than its cases do.
        const counts = actual[group] ?? (groups.length === 1 ? Object.values(actual)[0] : undefined)
        return Object.entries(expected).flatMap(([code, count]) => {
          const is = counts?.[code] ?? 0
          return is === count ? [] : [m.insteadOf(code, is, count)]
        })
      })
    ]
    return { name: item.name, passed: differences.length === 0, differences, actual }
  })
}

/** Counts by code; of two populations with one code the first. */
function countsOf(populations: readonly { readonly code: string; readonly count: number }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code, count } of populations) counts[code] ??= count
  return counts
}
