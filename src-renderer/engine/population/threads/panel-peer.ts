import { ArrayCache, type OpenedBytes } from '../../shards/disk/array-cache.ts'
import type { ShardFilesAddress } from '../../shards/disk/disk-places.ts'
import { openDiskShards } from '../../shards/open-disk-shards.ts'
import type { PopulationShard } from '../../shards/shard.ts'
import { shardOfShared } from '../../shards/share-store.ts'
import { sharedExchange } from '../../shards/shared-exchange.ts'
import { askTogether } from '../../store/model/exchange.ts'
import { runPanel } from '../panels/run-panel.ts'
import type { Registry } from '../registries/registry-definition.ts'
import type { PanelPeerApi, PanelShare } from './panel-protocol.ts'

/** Opens the files of an address in a thread. */
export type OpenShardFiles = (address: ShardFilesAddress) => (file: string) => OpenedBytes

/**
 * A thread's share of a population: it computes the same panels as the others and gives them its parts.
 * @param openFiles for shards on the disk
 */
export function createPanelPeer(openFiles: OpenShardFiles): PanelPeerApi {
  let share: PanelShare | undefined
  let shards: readonly PopulationShard[] = []
  let registries: readonly Registry[] = []
  return {
    async open(next) {
      share = next
      shards = shardsOf(next, openFiles)
    },
    async ask({ name, context, params, absent, registries: changed }) {
      if (share === undefined) return
      const exchange = sharedExchange(share.memory, share.index)
      registries = changed ?? registries
      try {
        askTogether(exchange, () => runPanel(shards, registries, name, context, params, absent))
      } catch (error) {
        // The thread with the population meets the same error, or hears of this one, and answers by itself.
        exchange.fail(error)
      }
    }
  }
}

function shardsOf({ shards, index }: PanelShare, openFiles: OpenShardFiles): readonly PopulationShard[] {
  if (shards.of === 'store') return [shardOfShared(shards.store, shards.count, index)]
  const { places, address, cacheBytes } = shards
  return openDiskShards(places, { cache: new ArrayCache(cacheBytes), open: openFiles(address) })
}
