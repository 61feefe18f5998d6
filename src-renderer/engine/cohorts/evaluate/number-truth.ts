import { engineCohortsEvaluateMessages as m } from '#messages/engine/cohorts/evaluate.ts'
import { emptyBitset, setBit } from '../../base/kernels/bitset.ts'
import type { Day } from '../../base/figures/filter.ts'
import { personMeasures } from '../../population/panels/person/person-measures.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { CriterionOf } from '../definition/criteria.ts'
import { undecidable, type Truth } from './truth.ts'

/** Whose number is in a range, or who has none. Of somebody without a number it cannot be told whether it is in the range. */
export function numberTruth(
  { number, from = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY, missing }: CriterionOf<'number'>,
  population: PopulationView,
  asOf: Day
): Truth {
  const { patients } = population.store
  const measure = personMeasures(population).find(({ id }) => id === number)
  if (measure === undefined) return undecidable(patients, m.theseDataContainNoRecordsOf)
  const values = measure.values(asOf)
  const yes = emptyBitset(patients)
  const unknown = emptyBitset(patients)
  for (let patient = 0; patient < patients; patient++) {
    const value = values[patient]!
    if (Number.isNaN(value)) setBit(missing === true ? yes : unknown, patient)
    else if (missing !== true && value >= from && value < below) setBit(yes, patient)
  }
  return { yes, unknown, reason: missing === true ? undefined : m.itIsNotRecorded }
}
