import { screensContentMessages as m } from '#messages/screens/content.ts'
import { commonMessages as common } from '#messages/common.ts'

/** Populations of a signed result, in the order of the columns. */
export const frozenPopulations = [
  ['initial-population', common.initialPopulation],
  ['denominator', m.denominator],
  ['denominator-exclusion', m.exclusions],
  ['denominator-exception', m.exceptions],
  ['numerator', m.numerator]
] as const
