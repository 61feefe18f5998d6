const names: Readonly<Record<string, string>> = {
  'initial-population': 'Initial population',
  denominator: 'Denominator',
  'denominator-exclusion': 'Excluded',
  'denominator-exception': 'Exceptions',
  numerator: 'Numerator',
  'numerator-exclusion': 'Excluded from the numerator',
  'measure-population': 'Measure population',
  'measure-population-exclusion': 'Excluded',
  'measure-observation': 'Observations'
}

/** A population code of FHIR in words; the code itself where there are none. */
export function populationName(code: string): string {
  return names[code] ?? code
}
