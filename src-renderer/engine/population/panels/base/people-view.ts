import type { Context } from '../../../base/figures/filter.ts'
import type { Bitset } from '../../../base/kernels/bitset.ts'
import { allPeople, type AllPeople } from '../../people/all-people.ts'
import type { PopulationView } from '../../selection/population.ts'
import { viewOf, type View } from './view.ts'

/** A view of everybody in a population by number, whichever shard has their records. */
export interface PeopleView extends Pick<View, 'asOf' | 'filters' | 'peopleFilters' | 'span' | 'provenance'> {
  readonly population: AllPeople
  /** The people in view. */
  readonly people: Bitset
}

/** Opens a view. @param population any of its shards */
export function peopleViewOf(population: PopulationView, context: Context): PeopleView {
  const view = viewOf(population, context)
  const everybody = allPeople(population)
  return { ...view, population: everybody, people: everybody.select(view.asOf, view.peopleFilters) }
}
