import { countCommon } from '../../base/kernels/bitset.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { peopleByValue } from './people-by-value.ts'
import type { Rate } from '../rates/rate.ts'

/**
 * The supplemental data elements that CMS wants besides every eCQM: sex, race, ethnicity and payer (eCQI, "Supplemental Data
 * Elements"), each with the dimension that tells it.
 */
const supplementalElements = [
  { id: 'sde-sex', dimension: 'sex' },
  { id: 'sde-race', dimension: 'race' },
  { id: 'sde-ethnicity', dimension: 'ethnicity' },
  { id: 'sde-payer', dimension: 'payer' }
] as const

/** How many people of the initial population have each value of one element. */
export interface SupplementalCounts {
  /** Id as in a MeasureReport, such as `sde-race`. */
  readonly id: string
  readonly dimension: string
  readonly label: string
  readonly values: readonly { readonly value: string; readonly label: string; readonly people: number }[]
}

/** Counts of people in view who are in the initial population of a rate, by element; values without anybody are left out. */
export function supplementalCounts(view: PeopleView, { group }: Rate): readonly SupplementalCounts[] {
  const initial = group.populations.find(({ code }) => code === 'initial-population')?.members
  return supplementalElements.map(({ id, dimension }) => {
    const { label, values } = view.population.dimension(dimension)
    const people = peopleByValue(view, dimension)
    return {
      id,
      dimension,
      label,
      values: values
        .map(({ value, label: name }, code) => ({
          value,
          label: name,
          people: initial === undefined ? 0 : countCommon(people[code]!, initial)
        }))
        .filter((each) => each.people > 0)
    }
  })
}
