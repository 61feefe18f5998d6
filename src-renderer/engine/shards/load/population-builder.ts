import type { LoadedFacts } from '../../store/build/store-builder.ts'
import type { StoreChunk } from '../../store/model/chunk.ts'
import type { Store } from '../../store/model/store.ts'
import type { ArrayCache } from '../disk/array-cache.ts'
import type { PopulationShard } from '../shard.ts'
import type { PopulationBase } from './saved-load.ts'
import type { ShardFiles } from './shard-files.ts'

/** Puts chunks together to a population, in any order and from any number of readers. */
export interface PopulationBuilder {
  /** Takes a chunk; its arrays are changed and kept. Readers wait for it. */
  add(chunk: StoreChunk): Promise<void> | void
  /**
   * Arranges everything. The builder cannot be used afterwards.
   * @throws RefreshRefused where a population cannot be made from the one before
   */
  finish(facts: LoadedFacts, manner?: FinishManner): Promise<readonly PopulationShard[]>
}

/** How a population is finished. */
export interface FinishManner {
  /** Takes away what a user may not see, before a shard is used. @param ownsCommon whether records of no person are counted in it */
  readonly limit?: (store: Store, ownsCommon: boolean) => Promise<Store> | Store
  /** Finds out, when all shards are there, what of each is shown. What is not is in none of the files that are read afterwards. */
  readonly narrow?: (shards: readonly PopulationShard[]) => (shard: PopulationShard) => Store
  /** Is told after each shard. */
  readonly onShard?: (done: number, count: number) => void
}

/** Where the shards of a population are. */
export interface ShardsOnDisk {
  /** At least two. */
  readonly count: number
  readonly files: ShardFiles
  readonly cache: ArrayCache
}

/** In how many shards a population is loaded, and where they are. */
export interface LoadedShards extends ShardsOnDisk {
  /** Bytes of columns that are read before they are divided among the shards. */
  readonly batchBytes: number
  /** Bytes of what was divided that stay in memory until their shards are built; all of it goes to the files where it is kept for a later load. */
  readonly pieceBytes?: number
  /** Whether what it takes to make a later population from this one stays next to the shards. */
  readonly keepsPieces?: boolean
  /** The population that this one is made from, with as many shards, whose files are `files.base`; chunks of new files alone are added. */
  readonly from?: PopulationBase
}
