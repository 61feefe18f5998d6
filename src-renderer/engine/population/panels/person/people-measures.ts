import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../../base/figures/filter.ts'
import type { AllPeople } from '../../people/all-people.ts'
import type { PopulationView } from '../../selection/population.ts'
import { personMeasures, type PersonMeasure } from './person-measures.ts'

/** The measure of a shard by its id, for each of its people. */
function measuredIn(shard: PopulationView, id: string, asOf: Day): Float64Array {
  return defined(personMeasures(shard).find((each) => each.id === id)).values(asOf)
}

/** The measures of everybody, by number in the population. */
export function peopleMeasures(population: AllPeople): readonly PersonMeasure[] {
  return population.once('person-measures', () =>
    personMeasures(population.shards[0]!).map((measure) => ({
      ...measure,
      values: (asOf: Day) => population.values(measuredIn, measure.id, asOf)
    }))
  )
}
