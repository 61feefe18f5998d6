import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { detachMemory } from '#shared/detach-buffer.ts'
import { framedItems, lengthOfItem } from '#shared/contract/item-frames.ts'
import { openShardFolder } from '../../storage/shards/shard-folder.ts'

/** Files of shards in a folder of this process. @param parent absolute path of a folder for such folders */
export async function openShardFiles(parent: string): Promise<ShardFiles> {
  const folder = await openShardFolder(parent)
  return {
    async append(list, item) {
      // Nothing comes between the two, and the item, which is large, is not copied.
      await Promise.all([folder.append(list, lengthOfItem(item)), folder.append(list, item)])
    },
    items: (list) => framedItems(freed(folder.read(list))),
    drop: (list) => folder.drop(list),
    async write(name, parts) {
      for (const part of parts) await folder.write(name, part)
      return folder.finish(name)
    },
    address: () => ({ of: 'process', ...folder.address() }),
    close: () => folder.close()
  }
}

/** Frees each segment of a text when the next one is asked for. */
async function* freed(segments: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const segment of segments) {
    yield segment
    detachMemory(segment)
  }
}
