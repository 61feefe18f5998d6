import type { Bitset } from '../../base/kernels/bitset.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import { filterOn } from '../../population/panels/base/figures.ts'
import type { View } from '../../population/panels/base/view.ts'
import { gapsOf } from './gap-state.ts'
import { gapStatuses, needsAct } from '../results/gap-status.ts'
import { lineOfBusiness } from '../units/line-of-business.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import { patientCases } from '../rates/rate-status.ts'
import { unitDimension } from '../units/unit-dimensions.ts'

/** Fewest cases of a denominator that are rated. CMS publishes no HEDIS-based rate of fewer. */
export const minRated = 30

/** Why a score gets no stars, as it is written in their place. */
export const tooFew = `n < ${minRated}: not rated`

/**
 * Whose care Star ratings are about: the members of Medicare among the people in view, for CMS rates their contracts alone.
 * @param everybody rates all people in view, which no contract is rated by
 */
export function ratedPeople(view: View, input: MeasureInput, everybody = false): Bitset {
  const { population, asOf, filters } = view
  return population.select(asOf, everybody ? filters : [...filters, medicareFilter(input)])
}

/** A filter for members of Medicare. */
export function medicareFilter(input: MeasureInput): ReturnType<typeof filterOn> {
  return filterOn(unitDimension(input, lineOfBusiness), 'medicare')
}

/**
 * Cases of a rate that something can still change for the better in the period: living people in view with a gap whose
 * last day to act is not over. Events that have happened, such as readmissions, are none of them.
 */
export function closableCases(view: View, input: MeasureInput, rate: Rate, people: Bitset): number {
  if (!rate.hasGaps) return 0
  const { status, actBy } = gapsOf(input, rate, view.asOf)
  let cases = 0
  for (let patient = 0; patient < status.length; patient++) {
    if (!needsAct(gapStatuses[status[patient]!]!) || !hasBit(people, patient) || !hasBit(view.people, patient)) continue
    if (actBy(patient) < view.asOf) continue
    const { eligible, good } = patientCases(rate, patient)
    cases += eligible - good
  }
  return cases
}
