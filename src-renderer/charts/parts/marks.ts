import type { Figure } from '#engine/base/figures/figure.ts'
import { ofEverybody, ofTheLiving } from '#engine/population/panels/base/view.ts'
import type { Filter } from '#engine/base/figures/filter.ts'

/**
 * What the people behind a figure have in common beyond the population in view: the filters of its rows that its
 * provenance does not have, apart from whether they live, of which the population in view decides. Empty when a filter could not say it (an earlier date, a
 * test on rows).
 */
export function filtersOf(figure: Figure): readonly Filter[] {
  const { rows, provenance } = figure
  if (rows === undefined || rows.asOf !== provenance.asOf || rows.where.length > 0) return []
  const known = new Set(
    [...ofTheLiving(provenance.filters), ...ofEverybody(provenance.filters)].map((filter) => JSON.stringify(filter))
  )
  return rows.filters.filter((filter) => !known.has(JSON.stringify(filter)))
}
