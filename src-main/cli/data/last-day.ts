import { dataSpan } from '#engine/population/panels/base/data-span.ts'
import { askShards } from '#engine/shards/mergeable.ts'
import type { Store } from '#engine/store/model/store.ts'

/** The date that commands and screens start from: the last day with data, without any the day of the load. */
export function lastDayOf(store: Store): number {
  return askShards([{ store }], dataSpan).last ?? Math.floor(store.snapshot.loadedAt / 86_400_000)
}
