import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { countCodes } from '../../../base/kernels/codes.ts'
import { hasMembersByClaims } from '../../selection/population.ts'
import { sourceDimensionId } from '../../selection/registry-dimensions.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import { sumCounts, type View } from '../base/view.ts'
import type { ReconciliationPanel } from '../results/reconciliation-result.ts'

/** For each registry with members by claims: how many are known from the chart alone, from claims alone, and from both. */
export function registrySources(view: View): ReconciliationPanel['registries'] {
  const { population, asOf, peopleFilters } = view
  const provenance = view.provenance({
    id: 'reconciliation/registries',
    version: '1.0.0',
    title: m.membersOfRegistriesBySource,
    text: m.membersOfEachRegistryOnThe,
    sources: [
      {
        title: m.ccwChronicConditionAlgorithms,
        publisher: m.centersForMedicareMedicaidServicesChronic,
        url: 'https://www2.ccwdata.org/web/guest/condition-categories-chronic'
      }
    ]
  })
  const rows = population.index.registries.flatMap((registry) => {
    if (!hasMembersByClaims(population, registry)) return []
    const dimension = population.dimension(sourceDimensionId(registry.id))
    const filters = [...peopleFilters, filterOn(`registry:${registry.id}`, 'yes')]
    const counts = sumCounts(view, (shard) =>
      countCodes(
        shard.population.codes(dimension.id, asOf),
        shard.population.select(asOf, filters),
        dimension.values.length
      )
    )
    const members = counts.reduce((sum, count) => sum + count, 0)
    if (members === 0) return []
    return [
      {
        id: registry.id,
        title: registry.title,
        members,
        sources: dimension.values.map(({ value, label }, code) => ({
          id: value,
          label,
          figure: shareFigure(
            counts[code]!,
            members,
            peopleRows(asOf, [...filters, filterOn(dimension.id, value)]),
            provenance
          )
        }))
      }
    ]
  })
  return { rows, provenance }
}
