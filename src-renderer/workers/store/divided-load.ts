import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { LoadSize } from '#engine/shards/load/load-size.ts'
import { createPopulationBuilder, type PopulationBuilder } from '#engine/shards/load/population-builder.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import type { LoadedFacts } from '#engine/store/build/store-builder.ts'
import type { TablePlan } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import { AppError } from '#shared/app-error.ts'

/** A population whose parts are on the disk. */
export interface DividedPopulation {
  readonly shards: readonly PopulationShard[]
  /** Removes the parts. */
  close(): Promise<void>
}

/** How {@link loadDivided} loads. */
export interface DividedLoad {
  readonly plan: TablePlan
  readonly size: LoadSize
  /** Makes room for the parts. */
  readonly open: () => Promise<ShardFiles>
  /** Reads all files into a builder. */
  readonly read: (builder: PopulationBuilder) => Promise<LoadedFacts>
  /** Takes away what the user may not see. */
  readonly limit: (store: Store) => Store
  /** Is told after each part; what it throws ends the load. */
  readonly onPart: (done: number, count: number) => void
}

/** Loads a population into parts on the disk. When that fails, nothing is left of it. */
export async function loadDivided({ plan, size, open, read, limit, onPart }: DividedLoad): Promise<DividedPopulation> {
  const files = await open()
  try {
    const cache = new ArrayCache(size.cacheBytes)
    const builder = createPopulationBuilder(plan, undefined, { count: size.shards, files, cache })
    const shards = await builder.finish(await read(builder), { limit, onShard: onPart })
    return { shards, close: () => files.close() }
  } catch (error) {
    await files.close()
    throw error
  }
}

/** @throws AppError `not-supported` for what needs all data in memory */
export function refuseDivided({ scopes }: PeopleLimits, isJoined: boolean): void {
  if (isJoined) throw new AppError('not-supported', m.matchingThePeopleOfSeveralSources)
  if (scopes !== undefined) throw new AppError('not-supported', m.findingThePeopleWhomYourRole)
}
