import type { OpenedBytes } from '#engine/shards/disk/array-cache.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Files of shards in memory, with what a test looks at. */
export interface MemoryShardFiles extends ShardFiles {
  readonly lists: Map<string, readonly Bytes[]>
  readonly files: Map<string, Bytes>
  /** Files and lists that were taken from the base. */
  readonly taken: Set<string>
}

const opened = (bytes: Bytes): OpenedBytes => ({ read: (offset, length) => bytes.slice(offset, offset + length) })

/** Files of shards in memory. @param before those of the population that one is made from */
export function memoryShardFiles(before?: MemoryShardFiles): MemoryShardFiles {
  const lists = new Map<string, readonly Bytes[]>()
  const files = new Map<string, Bytes>()
  const taken = new Set<string>()
  async function* itemsOf(from: Pick<MemoryShardFiles, 'lists'>, list: string): AsyncGenerator<Bytes, void> {
    for (const item of from.lists.get(list) ?? []) yield item.slice()
  }
  const shardFiles: MemoryShardFiles = {
    lists,
    files,
    taken,
    append(list, item) {
      lists.set(list, [...(lists.get(list) ?? []), item.slice()])
      return Promise.resolve()
    },
    items: (list) => itemsOf(shardFiles, list),
    drop(list) {
      lists.delete(list)
      return Promise.resolve()
    },
    async write(name, parts) {
      const bytes = new Uint8Array(await new Blob([...parts].map((part) => part.slice())).arrayBuffer())
      files.set(name, bytes)
      return opened(bytes)
    },
    address: () => ({ of: 'services', id: 'memory', sizes: new Map() }),
    close: () => Promise.resolve()
  }
  if (before === undefined) return shardFiles
  const bytesOf = (name: string): Bytes => before.files.get(name)!
  return {
    ...shardFiles,
    base: {
      open: (name) => opened(bytesOf(name)),
      whole: (name) => bytesOf(name).slice(),
      items: (list) => itemsOf(before, list),
      async takeFile(name) {
        files.set(name, bytesOf(name))
        taken.add(name)
      },
      async takeList(name) {
        const list = before.lists.get(name)
        if (list === undefined) return
        lists.set(name, list)
        taken.add(`list ${name}`)
      }
    }
  }
}
