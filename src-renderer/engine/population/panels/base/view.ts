import type { Definition, Provenance } from '../../../base/figures/figure.ts'
import type { Bitset } from '../../../base/kernels/bitset.ts'
import { askShards } from '../../../shards/mergeable.ts'
import type { ResourceIndex, Store } from '../../../store/model/store.ts'
import type { Context, Day, Filter } from '../../../base/figures/filter.ts'
import type { PopulationView } from '../../selection/population.ts'
import { dataSpan, type DataSpan } from './data-span.ts'

/** What one panel looks at: a population on a date, through the shared filters. */
export interface View {
  readonly population: PopulationView
  readonly store: Store
  readonly asOf: Day
  /** The context's filters as they are. For events, which happen to people who die later, too. */
  readonly filters: readonly Filter[]
  /** The same, and `living` unless a filter is about that. For counts of people. */
  readonly peopleFilters: readonly Filter[]
  /** The people in view. */
  readonly people: Bitset
  readonly span: DataSpan
  provenance(definition: Definition): Provenance
}

const living: Filter = { dimension: 'living', values: ['living'] }

/** Adds `living` to filters that say nothing about it. */
export function ofTheLiving(filters: readonly Filter[]): readonly Filter[] {
  return filters.some((filter) => filter.dimension === 'living') ? filters : [...filters, living]
}

/** Says that the dead are meant too, in filters that say nothing about it: lists of people show the living by default. */
export function ofEverybody(filters: readonly Filter[]): readonly Filter[] {
  const all: Filter = { dimension: 'living', values: ['living', 'deceased', 'unborn'] }
  return filters.some((filter) => filter.dimension === 'living') ? filters : [...filters, all]
}

/** Opens a view; the selection of people is kept for other panels with the same context. */
export function viewOf(population: PopulationView, context: Context): View {
  const { store } = population
  const peopleFilters = ofTheLiving(context.filters)
  return {
    population,
    store,
    asOf: context.asOf,
    filters: context.filters,
    peopleFilters,
    people: population.select(context.asOf, peopleFilters),
    span: population.fact('data-span', dataSpan),
    provenance: (definition) => ({
      definition,
      snapshot: store.snapshot,
      asOf: context.asOf,
      filters: context.filters
    })
  }
}

/** What a view of one shard and one of everybody have in common. */
type FilteredView = Pick<View, 'asOf' | 'filters' | 'peopleFilters' | 'people'> & {
  readonly population: Pick<PopulationView, 'select'>
}

/** The same view with other filters in place of the context's. The provenance still names the context's. */
export function withFilters<V extends FilteredView>(view: V, filters: readonly Filter[]): V {
  const peopleFilters = ofTheLiving(filters)
  return { ...view, filters, peopleFilters, people: view.population.select(view.asOf, peopleFilters) }
}

/** The resources of a shard that count there, by type: those of no person stand in every shard and count in one. */
export function resourcesOf({ store, shard }: Pick<PopulationView, 'store' | 'shard'>): readonly ResourceIndex[] {
  const all = [...store.resources.values()]
  if (shard.ownsCommon) return all
  if (shard.sharesResources) return []
  const common = new Set(
    [...store.tables.values()].filter(({ isAboutPeople }) => !isAboutPeople).map(({ resourceType }) => resourceType)
  )
  return all.filter(({ resourceType }) => !common.has(resourceType))
}

/**
 * Asks each shard of a view and adds up what they say.
 * @param partial gets the view of one shard, with the filters of this one
 */
export function sumShards<V extends View, P>(view: V, partial: (shard: V) => P, add: (left: P, right: P) => P): P {
  const { shard, shards } = view.population
  if (shard.count === 1) return partial(view)
  return askShards(
    shards,
    {
      partial: (population) =>
        partial({
          ...view,
          population,
          store: population.store,
          people: population.select(view.asOf, view.peopleFilters)
        }),
      merge: add,
      finish: (sum) => sum
    },
    { count: shard.count }
  )
}

/** As {@link sumShards}, of a number. */
export function sumNumbers<V extends View>(view: V, partial: (shard: V) => number): number {
  return sumShards(view, partial, (left, right) => left + right)
}

/** Adds lists of whole numbers place by place. */
export function addLists<A extends Int32Array | Float64Array>(left: A, right: A): A {
  return left.map((count, index) => count + right[index]!) as A
}

/** As {@link sumShards}, of lists of whole numbers. */
export function sumCounts<V extends View, A extends Int32Array | Float64Array>(view: V, partial: (shard: V) => A): A {
  return sumShards(view, partial, addLists)
}

/** How many people match filters on a date. */
export function countMatching(view: View, asOf: Day, filters: readonly Filter[]): number {
  return sumNumbers(view, ({ population }) => population.count(asOf, filters))
}
