import type { ServiceHandlers } from '#shared/contract/contract.ts'
import { maxUploadBytes } from '#shared/contract/uploads.ts'
import type { SealedShards, ShardPaths, ShardService } from '../services/shards/shard-service.ts'
import type { SavedSnapshots } from '../services/snapshots/snapshots.ts'
import type { DataPlane } from './data-plane.ts'

/**
 * Most rooms of one window at a time: for the population on the screens, for what measures take of its records, of all and of those up to a day,
 * and for a population that is loaded to take its place.
 */
const MOST_PER_WINDOW = 4

/** The pages of a browser, which cannot be told apart. */
const ANY_WINDOW = 0

/** The handlers for populations with parts on the disk. */
export function createShardHandlers(
  service: ShardService,
  snapshots: Pick<SavedSnapshots, 'shards' | 'refreshed' | 'keepShards'>,
  dataPlane: DataPlane
): ServiceHandlers['shards'] {
  /** Oldest first. */
  const opened = new Map<string, { readonly paths: ShardPaths; readonly windowId: number }>()

  async function close(id: string): Promise<void> {
    const found = opened.get(id)
    opened.delete(id)
    dataPlane.takeBack(id)
    if (found !== undefined) await service.close(found.paths)
  }

  /** Gives a population an address. */
  async function lend(paths: ShardPaths, windowId: number): Promise<string> {
    const id: string = dataPlane.lend({
      kind: 'population-parts',
      maxBytes: maxUploadBytes,
      read: (path) => paths.read(path),
      write: (path, bytes) => (path[0] === 'close' ? close(id) : paths.write(path, bytes))
    })
    opened.set(id, { paths, windowId })
    // A page that was loaded again could not close what it had.
    const openedByWindow = windowId === ANY_WINDOW ? [] : [...opened].filter(([, each]) => each.windowId === windowId)
    for (const [old] of openedByWindow.slice(0, -MOST_PER_WINDOW)) await close(old)
    return id
  }

  return {
    async open(_, { windowId }) {
      return { id: await lend(await service.open(), windowId) }
    },
    async openSaved({ snapshot }, { windowId }) {
      const saved = await snapshots.shards(snapshot)
      const id = await lend(service.openSaved(saved), windowId)
      return { id, files: filesOf(saved) }
    },
    async openRefresh({ snapshot }, { windowId }) {
      const { shards, blanked } = await snapshots.refreshed(snapshot)
      const id = await lend(await service.openRefresh(shards), windowId)
      return { id, base: filesOf(shards), blanked: blanked.map((lines) => [...lines]) }
    },
    async save({ id, snapshot }) {
      await snapshots.keepShards(snapshot, service.sealed(opened.get(id)?.paths))
    },
    async check({ id }) {
      await service.check(opened.get(id)?.paths)
    },
    async close({ id }) {
      await close(id)
    }
  }
}

function filesOf(shards: SealedShards): { readonly name: string; readonly bytes: number }[] {
  return Array.from(shards, ([name, { textBytes }]) => ({ name, bytes: textBytes }))
}
