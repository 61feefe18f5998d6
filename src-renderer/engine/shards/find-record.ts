import type { PopulationShard } from './shard.ts'

/**
 * Finds a resource by its place in the population.
 * @param number as {@link PopulationShard.resourceNumber} gives it
 * @returns undefined for a place that nothing is at
 */
export function findRecord(
  shards: readonly PopulationShard[],
  resourceType: string,
  number: number
): { readonly shard: PopulationShard; readonly row: number } | undefined {
  for (const shard of shards) {
    const count = shard.store.resources.get(resourceType)?.count ?? 0
    let [low, high] = [0, count]
    while (low < high) {
      const middle = (low + high) >> 1
      if (shard.resourceNumber(resourceType, middle) < number) low = middle + 1
      else high = middle
    }
    if (low < count && shard.resourceNumber(resourceType, low) === number) return { shard, row: low }
  }
  return undefined
}
