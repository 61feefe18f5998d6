import { defined } from '#shared/language/defined.ts'
import type { Provenance } from '../../../base/figures/figure.ts'
import { countCodes } from '../../../base/kernels/codes.ts'
import { countFigure, filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { Breakdown } from '../results/shapes.ts'
import { countMatching, sumCounts, type View } from '../base/view.ts'

/** The people in view by the values of a dimension, most people first; values of nobody are left out. */
export function breakdown(view: View, dimensionId: string, provenance: Provenance): Breakdown {
  const { population, asOf, peopleFilters } = view
  const dimension = population.dimension(dimensionId)
  const counts = sumCounts(view, (shard) =>
    countCodes(shard.population.codes(dimensionId, asOf), shard.people, dimension.values.length)
  )
  const total = countMatching(view, asOf, peopleFilters)
  const rows = dimension.values.map(({ value, label }, code) => {
    const selector = peopleRows(asOf, [...peopleFilters, filterOn(dimensionId, value)])
    return {
      value,
      label,
      count: countFigure(counts[code]!, 'people', selector, provenance),
      share: shareFigure(counts[code]!, total, selector, provenance)
    }
  })
  return {
    dimension: dimensionId,
    label: dimension.label,
    rows: rows
      .filter((row) => defined(row.count.value) > 0)
      .sort((left, right) => defined(right.count.value) - defined(left.count.value))
  }
}
