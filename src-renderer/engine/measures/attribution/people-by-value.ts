import { emptyBitset, hasBit, setBit } from '../../base/kernels/bitset.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'

/** The people of each value of a dimension, among those in view. */
export function peopleByValue(view: PeopleView, dimension: string): readonly Uint32Array[] {
  const { population, asOf, filters } = view
  const people = population.select(asOf, filters)
  const codes = population.codes(dimension, asOf)
  const groups = population.dimension(dimension).values.map(() => emptyBitset(codes.length))
  for (let patient = 0; patient < codes.length; patient++) {
    const code = codes[patient]!
    if (code >= 0 && hasBit(people, patient)) setBit(groups[code]!, patient)
  }
  return groups
}
