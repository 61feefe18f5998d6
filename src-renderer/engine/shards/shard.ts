import { idAt } from '../store/model/id-column.ts'
import type { Store } from '../store/model/store.ts'
import type { DiskPopulation } from './disk/disk-places.ts'

/**
 * All records of some people as a store, and what its numbers are in the population. Records of no person stand in every
 * shard, so that references to them resolve anywhere; one shard counts them.
 */
export interface PopulationShard {
  readonly store: Store
  /** Place among the shards of the population. */
  readonly index: number
  /** How many shards the population has. */
  readonly count: number
  /** Whether records of no person are counted and listed here. */
  readonly ownsCommon: boolean
  /** Whether every shard has the index of all resources of the population, in place of those of its people. */
  readonly sharesResources: boolean
  /** The number in the population of a person of this shard: the rank of the id among all people. */
  personNumber(person: number): number
  /** The person of this shard with a number of the population, -1 for people in other shards. */
  personHere(number: number): number
  /** The place in the population's index of resources of a type, which is in the order of ids. */
  resourceNumber(resourceType: string, row: number): number
  /** The population on the disk that the shard is a part of; absent in memory, and for threads that help. */
  readonly disk?: DiskPopulation
}

const same = (number: number): number => number

/** A store that holds a population alone: its only shard. */
export function onlyShard(store: Store): PopulationShard {
  return {
    store,
    index: 0,
    count: 1,
    ownsCommon: true,
    sharesResources: false,
    personNumber: same,
    personHere: (number) => (number < store.patients ? number : -1),
    resourceNumber: (_, row) => row
  }
}

/** The shard and the number there of a person of the population. @returns undefined for numbers of nobody */
export function shardOfPerson<S extends { readonly shard: PopulationShard }>(
  shards: readonly S[],
  number: number
): { readonly of: S; readonly person: number } | undefined {
  if (!Number.isInteger(number) || number < 0) return undefined
  for (const of of shards) {
    const person = of.shard.personHere(number)
    if (person >= 0) return { of, person }
  }
  return undefined
}

/** How many people a population has. @param shards all of it */
export function peopleInShards(shards: readonly PopulationShard[]): number {
  return shards.reduce((sum, { store }) => sum + store.patients, 0)
}

/** Ids of the people of a population by their numbers. @param shards all of it */
export function idsOfPeople(shards: readonly PopulationShard[]): readonly string[] {
  const ids: string[] = new Array<string>(peopleInShards(shards)).fill('')
  for (const shard of shards) {
    const { store } = shard
    const column = store.table('patient').column('id', 'id')
    for (let person = 0; person < store.patients; person++) ids[shard.personNumber(person)] = idAt(column, person) ?? ''
  }
  return ids
}
