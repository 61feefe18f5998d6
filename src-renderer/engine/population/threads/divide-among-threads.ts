import { bytesOfTexts, someShards, type DiskPopulation } from '../../shards/disk/disk-places.ts'
import { openDiskShards } from '../../shards/open-disk-shards.ts'
import { rangeShard } from '../../shards/range-shards.ts'
import type { PopulationShard } from '../../shards/shard.ts'
import { shareStore } from '../../shards/share-store.ts'
import type { DiskRange, SharedRange } from './panel-protocol.ts'

/** The parts of a population that threads have. */
export interface DividedAmongThreads {
  /** Those of this thread, the first. */
  readonly own: readonly PopulationShard[]
  /** Those of each other thread. */
  readonly others: readonly (SharedRange | DiskRange)[]
  /** Gives this thread back what it left to the others. */
  readonly takeBack: () => void
}

/** Columns that a thread needs to hold at least. */
const LEAST_CACHE_BYTES = 8 * 1024 * 1024

/**
 * Divides a population among threads: one in memory by ranges of people, one on the disk by shards. A store moves into shared memory;
 * threads with shards on the disk share the memory for columns.
 * @param threads more than one, and no more than {@link diskThreads} on the disk
 * @param pause see `shareStore`
 */
export async function divideAmongThreads(
  shards: readonly PopulationShard[],
  threads: number,
  pause: () => Promise<void>
): Promise<DividedAmongThreads> {
  const { store, disk } = shards[0]!
  const others = Array.from({ length: threads - 1 }, (_, index) => index + 1)
  if (disk === undefined) {
    const shared = await shareStore(store, pause)
    return {
      own: [rangeShard(store, threads, 0)],
      others: others.map(() => ({ of: 'store', store: shared, count: threads })),
      takeBack: () => undefined
    }
  }
  const { places, cache, open } = disk
  const range = (thread: number) =>
    someShards(
      places,
      Math.floor((places.count * thread) / threads),
      Math.floor((places.count * (thread + 1)) / threads)
    )
  const cacheBytes = (disk.cacheBytes - (threads - 1) * bytesOfTexts(places)) / threads
  cache.setBudget(cacheBytes)
  return {
    own: openDiskShards(range(0), { cache, open }),
    others: others.map((thread) => ({ of: 'disk', places: range(thread), address: disk.address(), cacheBytes })),
    takeBack: () => cache.setBudget(disk.cacheBytes)
  }
}

/**
 * Threads that shards on the disk are enough for, and the memory for their columns: each thread has the texts of the whole population.
 */
export function diskThreads({ places, cacheBytes }: DiskPopulation): number {
  const each = bytesOfTexts(places) + LEAST_CACHE_BYTES
  return Math.max(1, Math.min(places.count, 1 + Math.floor((cacheBytes - LEAST_CACHE_BYTES) / each)))
}
