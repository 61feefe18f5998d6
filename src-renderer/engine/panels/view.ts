import type { Definition, Provenance } from '../figure.ts'
import type { Bitset } from '../kernels/bitset.ts'
import { NO_DAY } from '../store/column.ts'
import type { Store, Table } from '../store/store.ts'
import type { Context, Day, Filter } from '../selection/filter.ts'
import type { Population } from '../selection/population.ts'

/** Tables whose days count as clinical when the last day with data is looked for. */
const datedTables = ['encounter', 'observation', 'condition', 'procedure', 'explanation_of_benefit', 'claim']

/** First and last day with clinical data. */
export interface DataSpan {
  readonly first: Day | undefined
  readonly last: Day | undefined
}

/** What one panel looks at: a population on a date, through the shared filters. */
export interface View {
  readonly population: Population
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

function plannedRows(encounters: Table): Uint8Array {
  const { codes, values } = encounters.column('status', 'dictionary')
  const planned = values.indexOf('planned')
  return Uint8Array.from(codes, (code) => (code >= 0 && code === planned ? 1 : 0))
}

/** Days after the load are mistakes in the data and do not count. */
function dataSpan(store: Store): DataSpan {
  const latest = Math.floor(store.snapshot.loadedAt / 86_400_000)
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const name of datedTables) {
    const table = store.tables.get(name)
    const day = table?.day
    if (table === undefined || day === undefined) continue
    // Visits that are only planned are no data of their day.
    const planned = name === 'encounter' ? plannedRows(table) : undefined
    for (let row = 0; row < day.length; row++) {
      const value = day[row]!
      if (value === NO_DAY || value > latest || planned?.[row] === 1) continue
      if (value < first) first = value
      if (value > last) last = value
    }
  }
  return { first: Number.isFinite(first) ? first : undefined, last: Number.isFinite(last) ? last : undefined }
}

/** Opens a view; the selection of people is kept for other panels with the same context. */
export function viewOf(population: Population, context: Context): View {
  const { store } = population
  const peopleFilters = ofTheLiving(context.filters)
  return {
    population,
    store,
    asOf: context.asOf,
    filters: context.filters,
    peopleFilters,
    people: population.select(context.asOf, peopleFilters),
    span: population.once('data-span', () => dataSpan(store)),
    provenance: (definition) => ({
      definition,
      snapshot: store.snapshot,
      asOf: context.asOf,
      filters: context.filters
    })
  }
}

/** The same view with other filters in place of the context's. The provenance still names the context's. */
export function withFilters(view: View, filters: readonly Filter[]): View {
  const peopleFilters = ofTheLiving(filters)
  return { ...view, filters, peopleFilters, people: view.population.select(view.asOf, peopleFilters) }
}
