import { commonMessages as common } from '#messages/common.ts'
import { screensCommonMessages as m } from '#messages/screens/common.ts'

const names: Readonly<Record<string, string>> = {
  'initial-population': common.initialPopulation,
  denominator: 'Denominator',
  'denominator-exclusion': 'Excluded',
  'denominator-exception': 'Exceptions',
  numerator: 'Numerator',
  'numerator-exclusion': m.excludedFromTheNumerator,
  'measure-population': m.measurePopulation,
  'measure-population-exclusion': 'Excluded',
  'measure-observation': 'Observations'
}

/** A population code of FHIR in words; the code itself where there are none. */
export function populationName(code: string): string {
  return names[code] ?? code
}
