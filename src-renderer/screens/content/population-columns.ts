/** Populations of a signed result, in the order of the columns. */
export const frozenPopulations = [
  ['initial-population', 'Initial population'],
  ['denominator', 'Denominator'],
  ['denominator-exclusion', 'Exclusions'],
  ['denominator-exception', 'Exceptions'],
  ['numerator', 'Numerator']
] as const
