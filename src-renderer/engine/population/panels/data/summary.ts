import { defined } from '#shared/language/defined.ts'
import { countBits, countCommon, intersect, type Bitset } from '../../../base/kernels/bitset.ts'
import { countCodes } from '../../../base/kernels/codes.ts'
import { askShards } from '../../../shards/mergeable.ts'
import type { Dimension } from '../../selection/dimension.ts'
import { undecidableReason } from '../../selection/registry-dimensions.ts'
import { extentPanel } from './extent.ts'
import { fitness } from './fitness.ts'
import type { Summary } from '../results/summary-result.ts'
import type { DimensionInfo } from '../../selection/dimension-info.ts'
import { addLists, ofTheLiving, type View } from '../base/view.ts'

/** What one shard tells of the summary. */
interface SummaryPart {
  readonly inView: number
  /** Members in view, by registry. */
  readonly registries: readonly number[]
  /** For each dimension and value of it the people who would be in view under the filters on all other dimensions. */
  readonly values: readonly Int32Array[]
}

/** The dimensions that are listed, and those that have a filter and no list has. */
function dimensionsOf({ population, filters }: View): readonly Dimension[] {
  const listed = new Set(population.dimensions.map(({ id }) => id))
  const filtered = [...new Set(filters.map(({ dimension }) => dimension))].filter((id) => !listed.has(id))
  return [...population.dimensions, ...filtered.map((id) => ({ ...population.dimension(id), hidden: true }))]
}

/** So many values are counted by comparing sets of people at most; codes of everybody take longer to go through. */
const FEW_VALUES = 8

/** How many of some people of a shard have each value. */
function countValues(
  { population, asOf }: View,
  { id, values }: Pick<Dimension, 'id' | 'values'>,
  people: Bitset
): Int32Array {
  if (values.length <= FEW_VALUES)
    return Int32Array.from(population.peopleByValue(id, asOf), (having) => countCommon(people, having))
  // Few people have a value of some dimensions, such as the month of a first record.
  const answered = intersect(people, population.peopleWithValue(id, asOf))
  return countCodes(population.codes(id, asOf), answered, values.length)
}

function peopleByValue(view: View, dimension: Dimension): Int32Array {
  const { population, filters, asOf } = view
  const others = filters.filter((filter) => filter.dimension !== dimension.id)
  const isLiving = dimension.id === 'living'
  const isAll = others.length === filters.length && !isLiving
  const people = isAll ? view.people : population.select(asOf, isLiving ? others : ofTheLiving(others))
  return countValues(view, dimension, people)
}

function dimensionInfo(
  { id, label, group, hidden, values }: Dimension,
  people: Int32Array,
  missing: string | undefined
): DimensionInfo {
  return {
    id,
    label,
    group,
    hidden,
    ...(missing === undefined ? {} : { missing }),
    values: values.map((value, code) => ({ value: value.value, label: value.label, people: people[code]! }))
  }
}

function summaryPart(view: View): SummaryPart {
  const { population, asOf } = view
  return {
    inView: countBits(view.people),
    registries: population.index.registries.map(({ id }) =>
      countCommon(view.people, defined(population.peopleByValue(`registry:${id}`, asOf)[1]))
    ),
    values: dimensionsOf(view).map((each) => peopleByValue(view, each))
  }
}

function addSummaries(left: SummaryPart, right: SummaryPart): SummaryPart {
  return {
    inView: left.inView + right.inView,
    registries: left.registries.map((people, index) => people + right.registries[index]!),
    values: left.values.map((people, index) => addLists(people, right.values[index]!))
  }
}

/** Who is in view under filters, with the first reason why the data cannot tell one of them. */
function peopleUnder(people: Summary['people'], reasons: readonly (string | undefined)[]): Summary['people'] {
  const missing = reasons.find((reason) => reason !== undefined)
  return missing === undefined ? people : { ...people, missing }
}

/** What the shell shows on every screen. */
export function summaryPanel(views: readonly View[]): Summary {
  const { population, filters } = views[0]!
  const extent = extentPanel(views[0]!)
  const undecidable = (dimension: string): string | undefined => undecidableReason(population.index, dimension)
  return askShards(views, {
    partial: summaryPart,
    merge: addSummaries,
    finish: ({ inView, registries, values }) => ({
      ...extent,
      people: peopleUnder(
        { inView, ...extent.people },
        filters.map(({ dimension }) => undecidable(dimension))
      ),
      fitness: fitness(views),
      registries: population.index.registries.map((registry, index) => {
        const { id, title } = registry
        const controls = registry.controls.map(({ id: control, title: about, windowMonths }) => ({
          id: control,
          title: about,
          windowMonths
        }))
        const missing = population.index.cannotTell(registry)
        return missing === undefined
          ? { id, title, people: registries[index]!, controls }
          : { id, title, people: undefined, missing, controls }
      }),
      dimensions: dimensionsOf(views[0]!).map((dimension, index) =>
        dimensionInfo(dimension, values[index]!, undecidable(dimension.id))
      )
    })
  })
}
