import { engineCohortsDefinitionMessages as m } from '#messages/engine/cohorts/definition.ts'
import { serviceTypes } from '../../population/claims/service-types.ts'
import { personMeasures, RESULT_MONTHS } from '../../population/panels/person/person-measures.ts'
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
    number(id) {
      const found = personMeasures(population.shards[0]!).find((each) => each.id === id)
      if (found === undefined) return { label: id, unit: '' }
      const { kind, label, unit } = found
      return { label: kind === 'mean' ? m.labelInMonths(label, RESULT_MONTHS) : label, unit }
    },
    registry: (id) => population.registries.find((each) => each.id === id)?.title ?? id,
    measure: (id) => sources.measure(id) ?? id,
    cohort: (id) => sources.cohort(id) ?? m.thatWasDeleted,
    service: (value) => serviceTypes.find((each) => each.value === value)?.label ?? value
  }
}
