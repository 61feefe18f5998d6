import { AppError } from '#shared/app-error.ts'
import { allEnded } from '#shared/language/all-ended.ts'
import type { SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'

/**
 * Two stores as one: what is stored, and what is there until the program ends. New snapshots go to the first.
 * @param visiting the second store, as soon as there is one
 */
export function joinStores(stored: SnapshotStore, visiting: () => SnapshotStore | undefined): SnapshotStore {
  async function either<T>(act: (store: SnapshotStore) => Promise<T>): Promise<T> {
    const other = visiting()
    if (other === undefined) return act(stored)
    try {
      return await act(stored)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not-found') throw error
      return act(other)
    }
  }
  return {
    claim: () => stored.claim(),
    begin: (expectedBytes) => stored.begin(expectedBytes),
    adopt: (sealed) => stored.adopt(sealed),
    async list() {
      const other = (await visiting()?.list()) ?? []
      const all = [...(await stored.list()), ...other.map((entry) => ({ ...entry, transient: true }))]
      return all.sort((a, b) => b.keptAt - a.keptAt || (a.id < b.id ? -1 : 1))
    },
    open: (id) => either((store) => store.open(id)),
    async closeAll() {
      // The keys of each are forgotten, also where something of the other one cannot be closed.
      await allEnded([stored, visiting()].flatMap((store) => store?.closeAll() ?? []))
    },
    hold: (id, hold) => either((store) => store.hold(id, hold)),
    accept: (id, reason) => either((store) => store.accept(id, reason)),
    delete: (id) => either((store) => store.delete(id))
  }
}
