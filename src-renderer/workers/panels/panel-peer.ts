import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { askTogether } from '#engine/store/model/exchange.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { shardOfShared } from '#engine/shards/share-store.ts'
import { sharedExchange } from '#engine/shards/shared-exchange.ts'
import type { PanelPeerApi, PanelShare } from './panel-protocol.ts'

/** A thread's share of a population: it computes the same panels as the others and gives them its parts. */
export function createPanelPeer(): PanelPeerApi {
  let share: PanelShare | undefined
  let shard: PopulationShard | undefined
  let registries: readonly Registry[] = []
  return {
    async open(next) {
      share = next
      shard = shardOfShared(next.store, next.count, next.index)
    },
    async ask({ name, context, params, absent, registries: changed }) {
      if (share === undefined || shard === undefined) return
      const exchange = sharedExchange(share.memory, share.index)
      const own = [shard]
      registries = changed ?? registries
      try {
        askTogether(exchange, () => runPanel(own, registries, name, context, params, absent))
      } catch (error) {
        // The thread with the store meets the same error, or hears of this one, and answers by itself.
        exchange.fail(error)
      }
    }
  }
}
