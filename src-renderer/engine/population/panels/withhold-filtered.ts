import type { Context } from '../../base/figures/filter.ts'
import type { PopulationView } from '../selection/population.ts'
import { absencesOf } from './absences.ts'
import { filterReason, withholdFigures } from './withhold-figures.ts'
import { withholdReasons } from './withhold-reasons.ts'

/**
 * Withholds the figures about people in view where the data cannot tell who is in view: a filter is about what they hold nothing of.
 * @param population any shard
 * @param filters decide who is in view
 */
export function withholdFiltered<R>(result: R, { asOf, filters }: Context, population: PopulationView): R {
  if (filters.length === 0) return result
  const absences = absencesOf(population, [])
  const dimensions = filters.map(({ dimension }) => dimension)
  const reason = filterReason(dimensions, asOf, absences)
  return reason === undefined ? result : withholdReasons(withholdFigures(result, absences), reason)
}
