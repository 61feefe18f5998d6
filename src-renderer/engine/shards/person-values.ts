import { emptyBitset, hasBit, ordinalsOf, setBit, type Bitset } from '../base/kernels/bitset.ts'
import { askEach } from '../store/model/ask-each.ts'
import type { PopulationShard } from './shard.ts'

/** One value per person. */
export type PersonValues =
  | Int8Array
  | Uint8Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float64Array
  | readonly string[]

function emptyLike<V extends PersonValues>(values: V, length: number): V {
  return new (values.constructor as new (length: number) => V)(length)
}

/**
 * Puts the values of the people of each shard in the places of their numbers in the population.
 * @param numbers of the people of each shard
 */
export function placeValues<V extends PersonValues>(
  parts: readonly V[],
  numbers: readonly Int32Array[],
  people: number
): V {
  const placed = emptyLike(parts[0]!, people) as Record<number, V[number]>
  parts.forEach((part, shard) => {
    const places = numbers[shard]!
    for (let person = 0; person < places.length; person++) placed[places[person]!] = part[person]!
  })
  return placed as V
}

/** The union of sets of the people of each shard, in the numbers of the population. */
export function placeBits(parts: readonly Bitset[], numbers: readonly Int32Array[], people: number): Bitset {
  const placed = emptyBitset(people)
  parts.forEach((part, shard) => {
    for (const person of ordinalsOf(part)) setBit(placed, numbers[shard]![person]!)
  })
  return placed
}

/** The values of the people of one shard, of those of everybody. */
export function localValues<V extends PersonValues>(everybody: V, numbers: Int32Array): V {
  const values = emptyLike(everybody, numbers.length) as Record<number, V[number]>
  for (let person = 0; person < numbers.length; person++) values[person] = everybody[numbers[person]!]!
  return values as V
}

/** The people of one shard who are in a set of everybody. */
export function localBits(everybody: Bitset, numbers: Int32Array): Bitset {
  const bits = emptyBitset(numbers.length)
  for (let person = 0; person < numbers.length; person++) if (hasBit(everybody, numbers[person]!)) setBit(bits, person)
  return bits
}

/** The numbers in the population of the people of a shard. */
export function peopleOfShard(shard: PopulationShard): Int32Array {
  return Int32Array.from({ length: shard.store.patients }, (_, person) => shard.personNumber(person))
}

/** People of all shards. */
export function countEverybody(shards: readonly PopulationShard[]): number {
  return shards.reduce((sum, { store }) => sum + store.patients, 0)
}

/** One value per person of the population: each shard is asked for those of its people. @param question plain data */
export function askForValues<A extends readonly unknown[], V extends PersonValues>(
  shards: readonly PopulationShard[],
  read: (shard: PopulationShard, ...question: A) => V,
  ...question: A
): V {
  const parts = askEach(shards, read, ...question)
  return parts.length === 1 ? parts[0]! : placeValues(parts, askEach(shards, peopleOfShard), countEverybody(shards))
}

/** The shard with the records of a person of the population, and the person's number there. */
export function findPerson(
  shards: readonly PopulationShard[],
  number: number
): { readonly shard: PopulationShard; readonly person: number } {
  for (const shard of shards) {
    const person = shard.personHere(number)
    if (person >= 0) return { shard, person }
  }
  throw new RangeError(`There is no person ${number} in this population.`)
}
