import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { countCodes } from '../../../base/kernels/codes.ts'
import { sourceDimensionId } from '../../selection/registry-dimensions.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import { hasMembersByClaims } from '../../selection/population.ts'
import { countMatching, sumCounts } from '../base/view.ts'
import { registryDefinition, type RegistryView } from './registry-view.ts'

/** Members on the date by chart, claims or both. */
export function sourcesOfMembers(view: RegistryView): RegistryPanel['sources'] {
  const { population, registry, asOf, memberFilters } = view
  if (!hasMembersByClaims(population, registry)) return undefined
  const provenance = view.provenance(
    registryDefinition(
      view,
      'sources',
      m.howMembersAreKnown(registry.title),
      m.membersOfTheRegistryOnThe,
      registry.claims === undefined ? [] : [registry.claims.source]
    )
  )
  const dimension = population.dimension(sourceDimensionId(registry.id))
  const all = countMatching(view, asOf, memberFilters)
  const counts = sumCounts(view, (shard) =>
    countCodes(
      shard.population.codes(dimension.id, asOf),
      shard.population.select(asOf, memberFilters),
      dimension.values.length
    )
  )
  return {
    rows: dimension.values.map(({ value, label }, code) => {
      const filter = filterOn(dimension.id, value)
      const rows = peopleRows(asOf, [...memberFilters, filter])
      return { group: value, label, figure: shareFigure(counts[code]!, all, rows, provenance), people: all, filter }
    }),
    provenance
  }
}
