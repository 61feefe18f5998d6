import type { CountedGroup, CountedPopulation } from './measure-score.ts'
import { strataInOrder, stratumKey } from './strata-by-key.ts'

/**
 * Adds up the groups of one measure that were counted over different people. Observed values are joined; strata are in the
 * order of their ids and values, whichever people come first.
 * @param parts at least one, of the same measure and period
 */
export function mergeCounted(parts: readonly (readonly CountedGroup[])[]): readonly CountedGroup[] {
  return parts[0]!.map(({ id }, index) => {
    const groups = parts.map((part) => part[index]!)
    const strata = Map.groupBy(
      groups.flatMap((group) => group.strata),
      stratumKey
    )
    return {
      id,
      populations: addPopulations(groups.map(({ populations }) => populations)),
      strata: strataInOrder(strata).map((all) => ({
        id: all[0]!.id,
        value: all[0]!.value,
        populations: addPopulations(all.map(({ populations }) => populations))
      }))
    }
  })
}

function addPopulations(parts: readonly (readonly CountedPopulation[])[]): readonly CountedPopulation[] {
  return parts[0]!.map(({ id, code }, index) => {
    const populations = parts.map((part) => part[index]!)
    const observed = populations.flatMap((each) => each.observed ?? [])
    return {
      id,
      code,
      cases: populations.reduce((sum, { cases }) => sum + cases, 0),
      members: populations.reduce((sum, { members }) => sum + members, 0),
      ...(observed.length === 0 ? {} : { observed: observed.sort((a, b) => a - b) })
    }
  })
}
