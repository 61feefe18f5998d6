import { commonMessages as common } from '#messages/common.ts'
import { screensCommonMessages as m } from '#messages/screens/common.ts'

const names: Readonly<Record<string, string>> = {
  'initial-population': common.initialPopulation,
  denominator: m.denominator,
  'denominator-exclusion': m.excluded,
  'denominator-exception': m.exceptions,
  numerator: m.numerator,
  'numerator-exclusion': m.excludedFromTheNumerator,
  'measure-population': m.measurePopulation,
  'measure-population-exclusion': m.excluded,
  'measure-observation': m.observations
}

/** A population code of FHIR in words; the code itself where there are none. */
export function populationName(code: string): string {
  return names[code] ?? code
}
