import { engineMeasuresDefinitionMessages as m } from '#messages/engine/measures/definition.ts'

/** Rules of eligibility that may be asked for, or not, whatever a measure has as its default. */
export interface Eligibility {
  /** A visit in the period. */
  readonly visit?: boolean
  /** Coverage throughout the period, but for one gap of up to 45 days. */
  readonly enrollment?: boolean
}

/** The rules with the parameters of CQL that ask for them, and their words. */
export const eligibilityRules = [
  { id: 'visit', parameter: 'Qualifying Visit Required', label: m.qualifyingVisit, words: m.aVisitInThePeriod },
  {
    id: 'enrollment',
    parameter: 'Continuous Enrollment Required',
    label: m.continuousEnrollment,
    words: m.continuousEnrollmentInText
  }
] as const

/** The rules that are set, as values of parameters. */
export function eligibilityParameters(eligibility: Eligibility = {}): readonly (readonly [string, boolean])[] {
  return eligibilityRules.flatMap(({ id, parameter }) => {
    const value = eligibility[id]
    return value === undefined ? [] : [[parameter, value] as const]
  })
}

/** E.g. `with a visit in the period, without continuous enrollment`; undefined where each measure has its default. */
export function eligibilityText(eligibility: Eligibility = {}): string | undefined {
  const parts = eligibilityRules.flatMap(({ id, words }) => {
    const value = eligibility[id]
    return value === undefined ? [] : [m.withWords(value, words)]
  })
  return parts.length === 0 ? undefined : parts.join(', ')
}
