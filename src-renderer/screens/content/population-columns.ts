import { commonMessages as common } from '#messages/common.ts'

/** Populations of a signed result, in the order of the columns. */
export const frozenPopulations = [
  ['initial-population', common.initialPopulation],
  ['denominator', 'Denominator'],
  ['denominator-exclusion', 'Exclusions'],
  ['denominator-exception', 'Exceptions'],
  ['numerator', 'Numerator']
] as const
