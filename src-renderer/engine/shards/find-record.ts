import type { PopulationShard } from './shard.ts'
import { partitionPoint } from '../base/kernels/lower-bound.ts'

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
    const row = partitionPoint(count, (each) => shard.resourceNumber(resourceType, each) >= number)
    if (row < count && shard.resourceNumber(resourceType, row) === number) return { shard, row }
  }
  return undefined
}
