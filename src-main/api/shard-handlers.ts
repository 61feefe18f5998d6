import type { ServiceHandlers } from '#shared/contract/contract.ts'
import { maxUploadBytes } from '#shared/contract/uploads.ts'
import type { ShardPaths, ShardService } from '../services/shards/shard-service.ts'
import type { DataPlane } from './data-plane.ts'

/** Most populations of one window at a time: the one on the screens, and one that is loaded to take its place. */
const MOST_PER_WINDOW = 2

/** The pages of a browser, which cannot be told apart. */
const ANY_WINDOW = 0

/** The handlers for populations with parts on the disk. */
export function createShardHandlers(service: ShardService, dataPlane: DataPlane): ServiceHandlers['shards'] {
  /** Oldest first. */
  const opened = new Map<string, { readonly paths: ShardPaths; readonly windowId: number }>()

  async function close(id: string): Promise<void> {
    const found = opened.get(id)
    opened.delete(id)
    dataPlane.takeBack(id)
    if (found !== undefined) await service.close(found.paths)
  }

  return {
    async open(_, { windowId }) {
      const paths = await service.open()
      const id: string = dataPlane.lend({
        kind: 'population-parts',
        mostBytes: maxUploadBytes,
        read: (path) => paths.read(path),
        write: (path, bytes) => (path[0] === 'close' ? close(id) : paths.write(path, bytes))
      })
      opened.set(id, { paths, windowId })
      // A page that was loaded anew could not close what it had.
      const own = windowId === ANY_WINDOW ? [] : [...opened].filter(([, each]) => each.windowId === windowId)
      for (const [old] of own.slice(0, -MOST_PER_WINDOW)) await close(old)
      return { id }
    },
    async close({ id }) {
      await close(id)
    }
  }
}
