import { createStoreBuilder } from '../../store/build/store-builder.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import type { PopulationSources } from '../../store/model/source-keys.ts'
import type { Store } from '../../store/model/store.ts'
import { onlyShard } from '../shard.ts'
import type { LoadedShards, PopulationBuilder } from './population-builder.ts'
import { ShardLoader } from './shard-loader.ts'

/**
 * Makes the builder of a population.
 * @param sources of the files, when they come from several
 * @param shards without them the population is one shard in memory
 */
export function createPopulationBuilder(
  plan: TablePlan,
  sources?: PopulationSources,
  shards?: LoadedShards
): PopulationBuilder {
  if (shards !== undefined) return new ShardLoader(plan, sources, shards)
  const builder = createStoreBuilder(plan, sources)
  return {
    add: (chunk) => builder.add(chunk),
    async finish(facts, { limit = (store: Store): Store => store } = {}) {
      return [onlyShard(await limit(builder.finish(facts), true))]
    }
  }
}
