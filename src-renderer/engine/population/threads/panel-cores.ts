import { peopleInShards, type PopulationShard } from '../../shards/shard.ts'
import { diskThreads } from './divide-among-threads.ts'

/** What a computer has for panels. */
export interface Hardware {
  /** Processor cores that the browser tells of. */
  readonly cores: number
  /** Gigabytes of memory, at most 8 as browsers tell it; undefined where they do not. */
  readonly memory: number | undefined
  /** Threads may share memory. */
  readonly isShared: boolean
}

/** Threads that panels are computed by, and why there are no more of them. */
export interface CoresInUse {
  readonly inUse: number
  readonly available: number
  /** A sentence; '' where the setting and the data alone tell. */
  readonly reason: string
}

/** Fewer people per thread take less time than threads need to hear from each other. */
const PEOPLE_PER_CORE = 5000
/** A thread has its own copy of texts and lists of the people it looks at. */
const GIGABYTES_PER_CORE = 2
/** What panels gain beyond this many threads is less than what their parts cost to bring together. */
const MAX_AUTOMATIC = 8

/**
 * How many threads compute panels.
 * @param wanted as set by the user; 0 leaves it to this function
 */
export function panelCores(wanted: number, people: number, { cores, memory, isShared }: Hardware): number {
  if (!isShared) return 1
  if (wanted > 0) return Math.max(1, Math.min(wanted, cores, people))
  const byPeople = Math.floor(people / PEOPLE_PER_CORE)
  const byMemory = memory === undefined ? MAX_AUTOMATIC : Math.floor(memory / GIGABYTES_PER_CORE)
  // Browsers tell of no more than 8 GB, which then says nothing about how many more there are.
  const fits = memory === 8 ? MAX_AUTOMATIC : byMemory
  return Math.max(1, Math.min(cores, byPeople, fits, MAX_AUTOMATIC))
}

/** As {@link panelCores}, for a population in memory or on the disk, where each thread has some of its shards. */
export function threadsFor(shards: readonly PopulationShard[], wanted: number, hardware: Hardware): number {
  const threads = panelCores(wanted, peopleInShards(shards), hardware)
  const disk = shards[0]?.disk
  return disk === undefined ? threads : Math.min(threads, diskThreads(disk))
}
