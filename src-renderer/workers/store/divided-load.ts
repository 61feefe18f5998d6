import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { LoadSize } from '#engine/shards/load/load-size.ts'
import type { FinishManner, PopulationBuilder } from '#engine/shards/load/population-builder.ts'
import { createPopulationBuilder } from '#engine/shards/load/create-population-builder.ts'
import type { PopulationBase } from '#engine/shards/load/saved-load.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { LoadedFacts } from '#engine/store/build/store-builder.ts'
import type { TablePlan } from '#engine/store/model/plan.ts'

/** A population whose parts are on the disk. */
export interface DividedPopulation {
  readonly shards: readonly PopulationShard[]
  /** Its files. */
  readonly files: ShardFiles
  /** Removes the parts. */
  close(): Promise<void>
}

/** How {@link loadDivided} loads. */
export interface DividedLoad {
  readonly plan: TablePlan
  readonly size: LoadSize
  /** Makes room for the parts. */
  readonly open: () => Promise<ShardFiles>
  /** Whether what it takes to make a later population from this one stays with the parts. */
  readonly keepsPieces?: boolean
  /** The population that this one is made from, whose files those of `open` have; new files alone are read then. */
  readonly from?: PopulationBase | undefined
  /** Reads all files into a builder. */
  readonly read: (builder: PopulationBuilder) => Promise<LoadedFacts>
  /** Take away what the user may not see. */
  readonly limits: Pick<FinishManner, 'limit' | 'narrow'>
  /** Is told after each part; what it throws ends the load. */
  readonly onPart: (done: number, count: number) => void
}

/** Loads a population into parts on the disk. When that fails, nothing is left of it. @throws RefreshRefused */
export async function loadDivided(how: DividedLoad): Promise<DividedPopulation> {
  const { plan, size, open, keepsPieces = false, from, read, limits, onPart } = how
  const files = await open()
  try {
    const cache = new ArrayCache(size.cacheBytes)
    const builder = createPopulationBuilder(plan, undefined, {
      count: size.shards,
      files,
      cache,
      batchBytes: size.batchBytes,
      pieceBytes: size.pieceBytes,
      keepsPieces,
      ...(from && { from })
    })
    const shards = await builder.finish(await read(builder), { ...limits, onShard: onPart })
    return { shards, files, close: () => files.close() }
  } catch (error) {
    await files.close()
    throw error
  }
}
