import { countBits } from '../../../base/kernels/bitset.ts'
import { countCodes } from '../../../base/kernels/codes.ts'
import type { Dimension } from '../../selection/dimension.ts'
import { fitness } from './fitness.ts'
import type { Summary } from '../results/summary-result.ts'
import type { DimensionInfo } from '../../selection/dimension-info.ts'
import { ofTheLiving, type View } from '../base/view.ts'

/** A dimension with the people who would be in view for each value, under the filters on all other dimensions. */
function dimensionInfo(view: View, dimension: Dimension): DimensionInfo {
  const { population, asOf } = view
  const others = view.filters.filter((filter) => filter.dimension !== dimension.id)
  const people = population.select(asOf, dimension.id === 'living' ? others : ofTheLiving(others))
  const counts = countCodes(population.codes(dimension.id, asOf), people, dimension.values.length)
  return {
    id: dimension.id,
    label: dimension.label,
    group: dimension.group,
    hidden: dimension.hidden,
    values: dimension.values.map(({ value, label }, code) => ({ value, label, people: counts[code]! }))
  }
}

/** What the shell shows on every screen. */
export function summaryPanel(view: View): Summary {
  const { population, store, asOf } = view
  const listed = new Set(population.dimensions.map(({ id }) => id))
  // Filters may be on dimensions that no list has.
  const filtered = [...new Set(view.filters.map(({ dimension }) => dimension))].filter((id) => !listed.has(id))
  const dimensions = [
    ...population.dimensions,
    ...filtered.map((id) => ({ ...population.dimension(id), hidden: true }))
  ]
  return {
    snapshot: store.snapshot,
    people: { inView: countBits(view.people), all: store.patients },
    firstDay: view.span.first,
    lastDay: view.span.last,
    laterRecords: view.span.laterRecords,
    resources: Object.fromEntries([...store.resources.values()].map((each) => [each.resourceType, each.count])),
    fitness: fitness(view),
    registries: population.index.registries.map((registry) => {
      const { id, title } = registry
      const missing = population.index.cannotTell(registry)
      return missing === undefined
        ? { id, title, people: countCodes(population.codes(`registry:${id}`, asOf), view.people, 2)[1]! }
        : { id, title, people: undefined, missing }
    }),
    dimensions: dimensions.map((each) => dimensionInfo(view, each))
  }
}
