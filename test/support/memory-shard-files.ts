import type { ShardFiles } from '#engine/shards/load/shard-files.ts'

/** Files of shards in memory. */
export function memoryShardFiles(): ShardFiles {
  const lists = new Map<string, Uint8Array<ArrayBuffer>[]>()
  return {
    append(list, item) {
      lists.set(list, [...(lists.get(list) ?? []), item.slice()])
      return Promise.resolve()
    },
    async *items(list) {
      yield* lists.get(list) ?? []
    },
    drop(list) {
      lists.delete(list)
      return Promise.resolve()
    },
    async write(_, parts) {
      const bytes = new Uint8Array(await new Blob([...parts].map((part) => part.slice())).arrayBuffer())
      return { read: (offset, length) => bytes.slice(offset, offset + length) }
    },
    address: () => ({ of: 'services', id: 'memory', sizes: new Map() }),
    close: () => Promise.resolve()
  }
}
