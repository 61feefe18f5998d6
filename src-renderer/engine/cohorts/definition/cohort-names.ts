import { engineCohortsDefinitionMessages as m } from '#messages/engine/cohorts/definition.ts'
import { serviceTypes } from '../../population/claims/service-types.ts'
import { personMeasures } from '../../population/panels/person/person-measures.ts'
import type { AllPeople, DimensionValues } from '../../population/people/all-people.ts'
import type { CohortNames } from './definition-text.ts'

/** Titles of lists, measures and cohorts, as far as they are known. */
export interface NameSources {
  list(id: string): string | undefined
  measure(id: string): string | undefined
  cohort(id: string): string | undefined
}

/** Names as the screens of a population have them. */
export function cohortNames(population: AllPeople, sources: NameSources): CohortNames {
  const dimensionOf = (id: string): DimensionValues | undefined => population.dimensions.find((each) => each.id === id)
  return {
    list: (id) => sources.list(id) ?? id,
    dimension: (id) => dimensionOf(id)?.label ?? id,
    value: (id, value) =>
      dimensionOf(id)?.values.find((each) => each.value === value)?.label ?? (value === '' ? m.doesNotApply : value),
    number: (id) => personMeasures(population.shards[0]!).find((each) => each.id === id)?.label ?? id,
    registry: (id) => population.registries.find((each) => each.id === id)?.title ?? id,
    measure: (id) => sources.measure(id) ?? id,
    cohort: (id) => sources.cohort(id) ?? m.thatWasDeleted,
    service: (value) => serviceTypes.find((each) => each.value === value)?.label ?? value
  }
}
