import type { Scoring } from './measure-definition.ts'

/** Populations that a patient or episode is in, by population code; a code that occurs twice has an index after it. */
export type Membership = Map<string, boolean>

function clear(membership: Membership, codes: readonly string[]): void {
  for (const code of codes) if (membership.has(code)) membership.set(code, false)
}

/**
 * Applies the order of populations: who is not in the initial population is in no other, who is excluded counts no
 * further, and an exception applies only to who would otherwise miss the numerator (HL7 Quality Measure IG, "Measure
 * Scoring"). In a ratio, denominator and numerator stand beside each other.
 */
export function applyPopulationOrder(membership: Membership, scoring: Scoring): void {
  const has = (code: string): boolean => membership.get(code) === true
  if (membership.has('initial-population') && !has('initial-population')) {
    clear(membership, [...membership.keys()])
    return
  }
  if (scoring === 'continuous-variable') {
    if (!has('measure-population')) clear(membership, ['measure-population-exclusion'])
    return
  }
  if (scoring === 'ratio') {
    if (!has('denominator')) clear(membership, ['denominator-exclusion'])
    if (!has('numerator')) clear(membership, ['numerator-exclusion'])
    return
  }
  if (!has('denominator')) {
    clear(membership, ['denominator-exclusion', 'denominator-exception', 'numerator', 'numerator-exclusion'])
  } else if (has('denominator-exclusion')) {
    clear(membership, ['denominator-exception', 'numerator', 'numerator-exclusion'])
  } else if (has('numerator')) {
    clear(membership, ['denominator-exception'])
  } else {
    clear(membership, ['numerator-exclusion'])
  }
}
