import type { Day, Filter } from '../../base/figures/filter.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import type { Codes } from '../../base/kernels/codes.ts'
import type { Registry } from '../registries/registry-definition.ts'
import type { Dimension } from '../selection/dimension.ts'
import { LruCache } from '../selection/lru-cache.ts'
import type { PopulationView } from '../selection/population.ts'
import { askEach } from '../../store/model/ask-each.ts'
import { findPatient } from '../../store/model/id-column.ts'
import type { Store } from '../../store/model/store.ts'
import {
  localBits,
  localValues,
  peopleOfShard,
  placeBits,
  placeValues,
  type PersonValues
} from '../../shards/person-values.ts'

/** Bytes of codes and selections that are cached per population. */
const CACHE_BYTES = 96 * 1024 * 1024

/** A dimension without its codes, which are asked for by its id. */
export type DimensionValues = Omit<Dimension, 'codes'>

/**
 * Everybody in a population by number, whichever shard has their records. For results that are about single people, such as
 * those of measures: they are held once, by the numbers of the population, and shards are asked for one value per person.
 */
export interface AllPeople {
  readonly shards: readonly PopulationView[]
  /** How many people there are. */
  readonly count: number
  readonly snapshot: Store['snapshot']
  readonly registries: readonly Registry[]
  readonly dimensions: readonly DimensionValues[]
  /** Goes up whenever filters may select other people than before. */
  readonly version: number
  /** @throws AppError `invalid-input` when there is no such dimension */
  dimension(id: string): DimensionValues
  codes(dimension: string, asOf: Day): Codes
  /** As that of a shard, see {@link PopulationView.select}. */
  select(asOf: Day, filters: readonly Filter[]): Bitset
  /** Adds a dimension whose codes are those of everybody; its id must be new. */
  add(dimension: Dimension): void
  remove(id: string): void
  /** As {@link PopulationView.forget}, in every shard. */
  forget(): void
  /** Looks for dimensions that are not listed, whose codes are those of everybody. */
  addSource(find: (id: string) => Dimension | undefined): void
  /** One value per person: each shard is asked for those of its people. @param question plain data */
  values<A extends readonly unknown[], V extends PersonValues>(
    read: (shard: PopulationView, ...question: A) => V,
    ...question: A
  ): V
  /** As `values`, of a set of people. */
  bits<A extends readonly unknown[]>(read: (shard: PopulationView, ...question: A) => Bitset, ...question: A): Bitset
  /** Values that the shards told of their people, in the order of the shards, as those of everybody. */
  place<V extends PersonValues>(parts: readonly V[]): V
  /** As `place`, of sets of people. */
  join(parts: readonly Bitset[]): Bitset
  /** The shard with a person's records, and the person's number there. */
  shardOf(person: number): { readonly shard: PopulationView; readonly person: number }
  /** The number of the person with an id; undefined for nobody's. */
  numberOf(id: string): number | undefined
  /** What `compute` gave for this key before, else what it gives now. */
  once<T>(key: string, compute: () => T): T
}

const known = new WeakMap<readonly PopulationView[], AllPeople>()

/** Everybody in the population of a shard; the same object each time. */
export function allPeople({ shards }: PopulationView): AllPeople {
  const found = known.get(shards) ?? createAllPeople(shards)
  known.set(shards, found)
  return found
}

const patientsIn = ({ store }: PopulationView): number => store.patients

function numbersOf({ shard }: PopulationView): Int32Array {
  return peopleOfShard(shard)
}

const selected = (shard: PopulationView, asOf: Day, filters: readonly Filter[]): Bitset => shard.select(asOf, filters)
const coded = (shard: PopulationView, id: string, asOf: Day): Codes => shard.codes(id, asOf)
const numbered = ({ shard, store }: PopulationView, id: string): number => {
  const person = findPatient(store, id)
  return person === undefined ? -1 : shard.personNumber(person)
}

function createAllPeople(shards: readonly PopulationView[]): AllPeople {
  const [first] = shards as readonly [PopulationView, ...PopulationView[]]
  const alone = first.shard.count === 1
  const count = askEach(shards, patientsIn).reduce((sum, patients) => sum + patients, 0)
  const numbers = alone ? [] : askEach(shards, numbersOf)
  const cache = new LruCache<Codes | Bitset>(CACHE_BYTES)
  const computed = new Map<string, unknown>()
  const size = (value: Codes | Bitset): number => value.byteLength
  let version = 0
  const clear = (): void => {
    version++
    cache.clear()
  }

  const place = <V extends PersonValues>(parts: readonly V[]): V =>
    alone ? parts[0]! : placeValues(parts, numbers, count)
  const join = (parts: readonly Bitset[]): Bitset => (alone ? parts[0]! : placeBits(parts, numbers, count))
  const values = <A extends readonly unknown[], V extends PersonValues>(
    read: (shard: PopulationView, ...question: A) => V,
    ...question: A
  ): V => {
    return place(askEach(shards, read, ...question))
  }
  const bits = <A extends readonly unknown[]>(
    read: (shard: PopulationView, ...question: A) => Bitset,
    ...question: A
  ): Bitset => {
    return join(askEach(shards, read, ...question))
  }
  /** A dimension of everybody as one shard has it. */
  const inShard = (shard: PopulationView, dimension: Dimension): Dimension =>
    alone
      ? dimension
      : {
          id: dimension.id,
          label: dimension.label,
          group: dimension.group,
          get hidden() {
            return dimension.hidden
          },
          fixed: dimension.fixed,
          values: dimension.values,
          codes: (asOf) => localValues(everybodysCodes(dimension, asOf), numbersOf(shard))
        }
  const everybodysCodes = (dimension: Dimension, asOf: Day): Codes =>
    cache.get(`added ${dimension.id}@${dimension.fixed ? '' : asOf}`, () => dimension.codes(asOf), size) as Codes
  return {
    shards,
    count,
    snapshot: first.store.snapshot,
    registries: first.index.registries,
    get dimensions() {
      return first.dimensions
    },
    get version() {
      return version
    },
    dimension: (id) => first.dimension(id),
    codes(id, asOf) {
      if (alone) return first.codes(id, asOf)
      const { fixed } = first.dimension(id)
      return cache.get(`${id}@${fixed ? '' : asOf}`, () => values(coded, id, asOf), size) as Codes
    },
    select(asOf, filters) {
      if (alone) return first.select(asOf, filters)
      return cache.get(`${JSON.stringify(filters)}@${asOf}`, () => bits(selected, asOf, filters), size) as Bitset
    },
    add(dimension) {
      for (const shard of shards) shard.add(inShard(shard, dimension))
    },
    remove(id) {
      for (const shard of shards) shard.remove(id)
      // The id may come back with another meaning.
      clear()
    },
    forget() {
      for (const shard of shards) shard.forget()
      clear()
    },
    addSource(find) {
      for (const shard of shards)
        shard.addSource((id) => {
          const found = find(id)
          return found && inShard(shard, found)
        })
    },
    values,
    bits,
    place,
    join,
    shardOf(person) {
      for (const shard of shards) {
        const here = shard.shard.personHere(person)
        if (here >= 0) return { shard, person: here }
      }
      throw new RangeError(`There is no person ${person} in this population.`)
    },
    numberOf(id) {
      return askEach(shards, numbered, id).find((number) => number >= 0)
    },
    once: <T>(key: string, compute: () => T): T => {
      if (!computed.has(key)) computed.set(key, compute())
      return computed.get(key) as T
    }
  }
}

/** The people of one shard who are in a set of everybody. */
export function bitsInShard(shard: PopulationView, everybody: Bitset): Bitset {
  return shard.shard.count === 1 ? everybody : localBits(everybody, numbersOf(shard))
}
