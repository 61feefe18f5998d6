import { dataSpan } from '#engine/population/panels/base/data-span.ts'
import { askShards } from '#engine/shards/mergeable.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'

/** The date that commands and screens start from: the last day with data, without any the day of the load. */
export function lastDayOf(shards: readonly PopulationShard[]): number {
  return askShards(shards, dataSpan).last ?? Math.floor(shards[0]!.store.snapshot.loadedAt / 86_400_000)
}
