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
    title: 'Members of registries by source',
    text:
      'Members of each registry on the date by what makes them members: the chart (diagnoses and results), the claims rule of the registry, or ' +
      'both. Prevalence, controls and measures of the registry rest on all of them; those of one source alone would be lost without it.',
    sources: [
      {
        title: 'CCW chronic condition algorithms',
        publisher: 'Centers for Medicare & Medicaid Services, Chronic Conditions Warehouse',
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
