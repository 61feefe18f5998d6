import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { detachBuffer, detachMemory } from '#shared/detach-buffer.ts'
import { frameItem, framedItems } from '#shared/contract/item-frames.ts'
import { openShardFolder } from '../../storage/shards/shard-folder.ts'

/** Files of shards in a folder of this process. @param parent absolute path of a folder for such folders */
export async function openShardFiles(parent: string): Promise<ShardFiles> {
  const folder = await openShardFolder(parent)
  return {
    async append(list, item) {
      const frame = frameItem(item)
      await folder.append(list, frame)
      detachBuffer(frame)
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
