import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { countBits, countCommon, fullBitset, intersectInto, type Bitset } from '../../base/kernels/bitset.ts'
import { selectCodes, setOfCode, setsByCode, type Codes } from '../../base/kernels/codes.ts'
import { peopleByDay } from '../../base/kernels/day-bits.ts'
import type { Registry } from '../registries/registry-definition.ts'
import { registryIndex, type RegistryIndex } from '../registries/registry-index.ts'
import { undecidableRegistries } from '../registries/undecidable-registry.ts'
import { askShards, type Mergeable } from '../../shards/mergeable.ts'
import { onlyShard, type PopulationShard } from '../../shards/shard.ts'
import { DerivedValues, dropsDerived } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { costBandDimension } from './cost-band-dimension.ts'
import { diagnosisDimension } from './diagnosis-dimension.ts'
import { claimDiagnosisDimension } from './claim-diagnosis-dimension.ts'
import { monthEnds, wantedBy, type Dimension } from './dimension.ts'
import { dimensionValues, withValues } from './population-values.ts'
import type { Day, Filter } from '../../base/figures/filter.ts'
import { firstSeen } from './first-seen.ts'
import { PartCache } from './part-cache.ts'
import { costDimension } from './paid-dimension.ts'
import { payerDimension } from './payer-dimension.ts'
import { personDimensions } from './person-dimensions.ts'
import { practiceDimension } from './practice-dimension.ts'
import { registryDimensions, sourceDimension } from './registry-dimensions.ts'
import { visitDimension } from './visit-dimensions.ts'

/** Bytes of dimension codes and selections that are kept of a population in memory, in all of its shards together. */
const CACHE_BYTES = 96 * 1024 * 1024
/** Codes or a selection next to their bytes: what they are kept under, and the array itself. */
const ENTRY_BYTES = 512

/** A shard of a population with everything that panels ask of it again and again. */
export interface PopulationView {
  readonly shard: PopulationShard
  /** All shards of the population, this one included. */
  readonly shards: readonly PopulationView[]
  readonly store: Store
  readonly index: RegistryIndex & {
    /** Why the data of the population cannot tell who is in a registry, within a sentence; undefined where they can. */
    cannotTell(registry: Registry): string | undefined
  }
  /** Their values are those of the population, of which the people of the shard may have a part. */
  readonly dimensions: readonly Dimension[]
  /** A dimension with the values of the shard's people. */
  ownDimension(id: string): Dimension
  /** First day with anything about each person. */
  readonly seen: Int32Array
  /** Whether there are dimensions that were added, which shards in other threads do not have. */
  readonly hasAdded: boolean
  /** Adds a dimension; its id must be new. */
  add(dimension: Dimension): void
  /** Takes away a dimension that was added. */
  remove(id: string): void
  /** Forgets whom filters select: what a dimension depends on is another one now. */
  forget(): void
  /** Looks for dimensions that are not listed, by id, when one is asked for; each is then kept. */
  addSource(find: (id: string) => Dimension | undefined): void
  /** @throws AppError `invalid-input` when there is no such dimension */
  dimension(id: string): Dimension
  codes(dimension: string, asOf: Day): Codes
  /** The people with each value of a dimension of few values, and those with any value, whatever else holds. */
  peopleByValue(dimension: string, asOf: Day): readonly Bitset[]
  peopleWithValue(dimension: string, asOf: Day): Bitset
  /**
   * The people for whom every filter holds on the date. Nothing is added: those not living are in, unless a filter on
   * `living` leaves them out.
   */
  select(asOf: Day, filters: readonly Filter[]): Bitset
  /** How many these are, who need not be known one by one. The filter that differs between questions stands last. */
  count(asOf: Day, filters: readonly Filter[]): number
  /** What `compute` gave for this key before, else what it gives now. For things that no filter changes. */
  once<T>(key: string, compute: () => T): T
  /** The same for things that depend on a key such as a date or some months, too: of each name the last few keys are kept. */
  prepared<T>(name: string, key: string, compute: () => T): T
  /** The same for what all shards together tell, and each of them is told. */
  fact<P, R>(key: string, question: Mergeable<PopulationView, P, R>): R
}

/** Keys that are kept of each prepared thing: a screen, and what it is compared with. */
const PREPARED_KEYS = 2

const populations = new WeakMap<Store, WeakMap<readonly Registry[], readonly PopulationView[]>>()

/** The population of a store that holds all people; the same object for the same store and registries. */
export function populationOf(store: Store, registries: readonly Registry[]): PopulationView {
  return shardedPopulation([onlyShard(store)], registries)[0]!
}

/** Whether dimensions were added to the population of a store that holds all people. */
export function hasAddedDimensions(store: Store, registries: readonly Registry[]): boolean {
  return populations.get(store)?.get(registries)?.[0]?.hasAdded === true
}

/** The shards of a population; the same objects for the same stores and registries. @param shards at least one */
export function shardedPopulation(
  shards: readonly PopulationShard[],
  registries: readonly Registry[]
): readonly PopulationView[] {
  const { store } = shards[0]!
  const ofStore = populations.get(store) ?? new WeakMap<readonly Registry[], readonly PopulationView[]>()
  populations.set(store, ofStore)
  const known = ofStore.get(registries) ?? createShards(shards, registries)
  ofStore.set(registries, known)
  return known
}

function createShards(shards: readonly PopulationShard[], registries: readonly Registry[]): readonly PopulationView[] {
  const facts = new Map<string, unknown>()
  const fact = <P, R>(key: string, question: Mergeable<PopulationView, P, R>): R => {
    if (!facts.has(key)) facts.set(key, askShards(views, question, { label: key, count: shards[0]!.count }))
    return facts.get(key) as R
  }
  const views: readonly PopulationView[] = shards.map((shard) =>
    createPopulation({ shard, shards: () => views, fact }, registries)
  )
  return views
}

/** A shard and what it has in common with the others. */
interface SharedPopulation {
  readonly shard: PopulationShard
  readonly shards: () => readonly PopulationView[]
  readonly fact: PopulationView['fact']
}

function createPopulation({ shard, shards, fact }: SharedPopulation, registries: readonly Registry[]): PopulationView {
  const { store } = shard
  const index = registryIndex(store, registries)
  const askedIndex: PopulationView['index'] = {
    ...index,
    cannotTell: (registry) => fact('undecidable-registries', undecidableRegistries).get(registry.id)
  }
  const byId = new Map<string, Dimension>()
  // What no list offers: filters that figures are made of, and clicks on them.
  const sources: ((id: string) => Dimension | undefined)[] = [
    (id) => costDimension(store, id),
    (id) => diagnosisDimension(store, id),
    (id) => claimDiagnosisDimension(store, id),
    (id) => sourceDimension(index, id)
  ]
  const cache = new PartCache<Codes | Bitset>(store, CACHE_BYTES / shard.count)
  const derived = new DerivedValues<Store, unknown>()
  const preparedThings = new Map<string, Map<string, unknown>>()
  const size = (value: Codes | Bitset): number => value.byteLength + ENTRY_BYTES
  const cached = (key: string, compute: () => Codes | Bitset): Codes | Bitset => cache.get(key, compute, size)
  const once = <T>(key: string, compute: () => T): T => derived.get(store, compute, key) as T
  const seen = (): Int32Array => once('first day of each person', () => firstSeen(store))

  const ownDimension = (id: string): Dimension => {
    let found = byId.get(id)
    for (let index = 0; found === undefined && index < sources.length; index++) {
      found = sources[index]!(id)
      if (found !== undefined) byId.set(id, found)
    }
    if (found === undefined) throw new AppError('invalid-input', m.thereIsNoFilterInThese(id))
    return found
  }
  const unified = new Map<string, Dimension>()
  const dimension = (id: string): Dimension => {
    const shardDimension = ownDimension(id)
    if (shard.count === 1) return shardDimension
    const known = unified.get(id) ?? withValues(shardDimension, fact(`values of ${id}`, dimensionValues(id)))
    unified.set(id, known)
    return known
  }
  const codes = (id: string, asOf: Day): Codes => {
    const asked = dimension(id)
    return cached(`${id}@${asked.fixed ? '' : asOf}`, () => asked.codes(asOf)) as Codes
  }
  const peopleByValue = (id: string, asOf: Day): readonly Bitset[] => {
    const asked = dimension(id)
    const { length } = asked.values
    const sets = cached(`values ${id}@${asked.fixed ? '' : asOf}`, () => setsByCode(codes(id, asOf), length)) as Bitset
    return asked.values.map((_, code) => setOfCode(sets, code, store.patients))
  }
  const peopleWithValue = (id: string, asOf: Day): Bitset => {
    const { fixed, values } = dimension(id)
    const any = (): Bitset => selectCodes(codes(id, asOf), Uint8Array.of(...values.map(() => 1), 0))
    return cached(`any ${id}@${fixed ? '' : asOf}`, any) as Bitset
  }
  /** Panels ask for many combinations of few filters, and for many months. */
  const choose = (filter: Filter, asOf: Day): Bitset => {
    const asked = dimension(filter.dimension)
    const key = (day: Day): string => `one ${JSON.stringify(filter)}@${asked.fixed ? '' : day}`
    return cached(key(asOf), () => {
      const wanted = wantedBy(asked, filter)
      if (asked.daysChosen === undefined) return selectCodes(codes(filter.dimension, asOf), wanted)
      const days = monthEnds(asOf, (day) => cache.has(key(day)))
      const found = peopleByDay(store.patients, days.length, asked.daysChosen(days, wanted))
      days.forEach((day, index) => {
        if (day !== asOf) cached(key(day), () => found[index]!)
      })
      return found[days.indexOf(asOf)]!
    }) as Bitset
  }
  const selectionKey = (asOf: Day, filters: readonly Filter[]): string => `${JSON.stringify(filters)}@${asOf}`
  const select = (asOf: Day, filters: readonly Filter[]): Bitset =>
    cached(selectionKey(asOf, filters), () => {
      const [first, ...others] = filters
      if (first === undefined) return fullBitset(store.patients)
      // Panels add filters to those of the context.
      const context = filters.slice(0, -1)
      const isKnown = others.length > 0 && cache.has(selectionKey(asOf, context))
      const people = (isKnown ? select(asOf, context) : choose(first, asOf)).slice()
      for (const filter of isKnown ? others.slice(-1) : others) intersectInto(people, choose(filter, asOf))
      return people
    }) as Bitset
  const count = (asOf: Day, filters: readonly Filter[]): number => {
    const last = filters.at(-1)
    if (last === undefined || cache.has(selectionKey(asOf, filters))) return countBits(select(asOf, filters))
    return countCommon(select(asOf, filters.slice(0, -1)), choose(last, asOf))
  }
  const dimensions = [
    ...personDimensions(store),
    visitDimension(store, 'visit12', 12),
    visitDimension(store, 'visit24', 24),
    payerDimension(store),
    practiceDimension(store),
    ...costBandDimension(store),
    ...registryDimensions(askedIndex, store.patients, seen, codes)
  ]
  for (const each of dimensions) byId.set(each.id, each)
  const ofRecords = new Set(byId.keys())
  return {
    shard,
    get shards() {
      return shards()
    },
    store,
    ownDimension,
    get dimensions() {
      return shard.count === 1 ? dimensions : dimensions.map(({ id }) => dimension(id))
    },
    index: askedIndex,
    get seen() {
      return seen()
    },
    get hasAdded() {
      return dimensions.some(({ id }) => !ofRecords.has(id))
    },
    add(added) {
      byId.set(added.id, added)
      dimensions.push(added)
    },
    remove(id) {
      byId.delete(id)
      unified.delete(id)
      const index = dimensions.findIndex((each) => each.id === id)
      if (index < 0) return
      dimensions.splice(index, 1)
      // The id may come back with another meaning.
      cache.clear()
    },
    forget() {
      cache.clear()
    },
    addSource(find) {
      sources.push(find)
    },
    dimension,
    codes,
    peopleByValue,
    peopleWithValue,
    select,
    count,
    fact,
    once,
    prepared: <T>(name: string, key: string, compute: () => T): T => {
      // Of a part on the disk the memory of all parts decides what is kept.
      if (dropsDerived(store)) return once(`${name} ${key}`, compute)
      const byKey = preparedThings.get(name) ?? new Map<string, unknown>()
      preparedThings.set(name, byKey)
      const found = byKey.has(key) ? (byKey.get(key) as T) : compute()
      // The key that was asked for last stands last.
      byKey.delete(key)
      byKey.set(key, found)
      if (byKey.size > PREPARED_KEYS) byKey.delete(defined(byKey.keys().next().value))
      return found
    }
  }
}

/** Whether a claim makes anybody of the population a member of a registry. */
export function hasMembersByClaims(population: PopulationView, registry: Registry): boolean {
  return population.fact(`members by claims of ${registry.id}`, {
    partial: ({ index }) => index.membership(registry).bySource !== undefined,
    merge: (left, right) => left || right,
    finish: (any) => any
  })
}
