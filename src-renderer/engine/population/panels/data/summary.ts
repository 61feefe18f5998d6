import { addCounts } from '../../../base/kernels/day-counts.ts'
import { countBits } from '../../../base/kernels/bitset.ts'
import { countCodes } from '../../../base/kernels/codes.ts'
import { askShards } from '../../../shards/mergeable.ts'
import type { Dimension } from '../../selection/dimension.ts'
import { fitness } from './fitness.ts'
import type { Summary } from '../results/summary-result.ts'
import type { DimensionInfo } from '../../selection/dimension-info.ts'
import { ofTheLiving, resourcesOf, type View } from '../base/view.ts'

/** What one shard tells of the summary. */
interface SummaryPart {
  readonly people: Summary['people']
  readonly resources: ReadonlyMap<string, number>
  /** Members in view, by registry. */
  readonly registries: readonly number[]
  readonly dimensions: readonly DimensionInfo[]
}

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

function addDimension(left: DimensionInfo, right: DimensionInfo): DimensionInfo {
  const values = left.values.map((each, index) => ({ ...each, people: each.people + right.values[index]!.people }))
  return { ...left, values }
}

function summaryPart(view: View): SummaryPart {
  const { population, store, asOf } = view
  const listed = new Set(population.dimensions.map(({ id }) => id))
  // Filters may be on dimensions that no list has.
  const filtered = [...new Set(view.filters.map(({ dimension }) => dimension))].filter((id) => !listed.has(id))
  const dimensions = [
    ...population.dimensions,
    ...filtered.map((id) => ({ ...population.dimension(id), hidden: true }))
  ]
  return {
    people: { inView: countBits(view.people), all: store.patients },
    resources: new Map(resourcesOf(view).map(({ resourceType, count }) => [resourceType, count])),
    registries: population.index.registries.map(
      ({ id }) => countCodes(population.codes(`registry:${id}`, asOf), view.people, 2)[1]!
    ),
    dimensions: dimensions.map((each) => dimensionInfo(view, each))
  }
}

function addSummaries(left: SummaryPart, right: SummaryPart): SummaryPart {
  return {
    people: { inView: left.people.inView + right.people.inView, all: left.people.all + right.people.all },
    resources: addCounts(left.resources, right.resources),
    registries: left.registries.map((people, index) => people + right.registries[index]!),
    dimensions: left.dimensions.map((dimension, index) => addDimension(dimension, right.dimensions[index]!))
  }
}

/** What the shell shows on every screen. */
export function summaryPanel(views: readonly View[]): Summary {
  const { population, store, span } = views[0]!
  return askShards(views, {
    partial: summaryPart,
    merge: addSummaries,
    finish: ({ people, resources, registries, dimensions }) => ({
      snapshot: store.snapshot,
      people,
      firstDay: span.first,
      lastDay: span.last,
      laterRecords: span.laterRecords,
      resources: Object.fromEntries(resources),
      fitness: fitness(views),
      registries: population.index.registries.map((registry, index) => {
        const { id, title } = registry
        const missing = population.index.cannotTell(registry)
        return missing === undefined
          ? { id, title, people: registries[index]! }
          : { id, title, people: undefined, missing }
      }),
      dimensions
    })
  })
}
