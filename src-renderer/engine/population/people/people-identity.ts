import type { PeopleSketch } from '#shared/governance/published-count.ts'
import { textHash } from '../../shards/person-hash.ts'
import type { Store } from '../../store/model/store.ts'
import type { PopulationView } from '../selection/population.ts'

/** Hashes that stand for a population. */
const SKETCH_SIZE = 64
/** Sums stay below this, so that they are exact in any order. */
const SUM_LIMIT = 2 ** 48

/** Who is in some data, and which data they are, without an id of anybody. */
export interface PeopleIdentity {
  /** The smallest hashes of the ids of all people, ascending (bottom-k sketch; Broder, SEQUENCES 1997). */
  readonly people: PeopleSketch
  /** The same text for the same people with the same number of resources of every type. */
  readonly data: string
}

/** What one shard tells of {@link PeopleIdentity}. */
export interface PeopleHashes {
  readonly smallest: readonly number[]
  readonly sum: number
}

/** The people of one shard, in a few numbers. */
export function peopleHashes(population: PopulationView): PeopleHashes {
  return population.once('people-hashes', () => hashesOf(population.store))
}

/** What two shards tell together. */
export function addHashes(left: PeopleHashes, right: PeopleHashes): PeopleHashes {
  return {
    smallest: smallestOf([...left.smallest, ...right.smallest]),
    sum: (left.sum + right.sum) % SUM_LIMIT
  }
}

/** @param resources number by type */
export function peopleIdentity(
  { smallest, sum }: PeopleHashes,
  resources: ReadonlyMap<string, number>
): PeopleIdentity {
  const counts = [...resources].map(([type, count]) => `${type}=${count}`).toSorted()
  return { people: [...smallest], data: `${sum.toString(36)}-${textHash(counts.join()).toString(36)}` }
}

function hashesOf(store: Store): PeopleHashes {
  const { words, others, rows } = store.table('patient').column('id', 'id')
  const hashes: number[] = []
  let sum = 0
  for (let patient = 0; patient < store.patients; patient++) {
    const entry = rows === undefined ? patient : rows[patient]!
    const text = others.get(entry)
    const hash = text === undefined ? wordsHash(words, entry * 4) : textHash(text)
    hashes.push(hash)
    sum = (sum + hash) % SUM_LIMIT
  }
  return { smallest: smallestOf(hashes), sum }
}

function wordsHash(words: Uint32Array, position: number): number {
  let hash = 0x811c9dc5
  for (let word = 0; word < 4; word++) {
    hash = Math.imul(hash ^ words[position + word]!, 0x01000193)
    hash ^= hash >>> 15
  }
  return (Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) ^ (hash >>> 13)) >>> 0
}

function smallestOf(hashes: readonly number[]): readonly number[] {
  return hashes.toSorted((left, right) => left - right).slice(0, SKETCH_SIZE)
}
