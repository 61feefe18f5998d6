import type { SavedSnapshots } from '../services/snapshots/snapshots.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'
import { maxUploadBytes } from '#shared/contract/uploads.ts'
import type { Governance } from '../services/governance/governance.ts'
import type { DataPlane } from './data-plane.ts'
import type { Host } from '../ports/host.ts'

/** The handlers for what is kept on this computer. */
export function createSnapshotHandlers(
  host: Host,
  snapshots: SavedSnapshots,
  dataPlane: DataPlane,
  governance: Pick<Governance, 'opened'>
): ServiceHandlers['snapshots'] {
  const changed = (): void => host.emit('snapshots.changed', {})
  return {
    async list() {
      return snapshots.list()
    },
    async begin({ files, textBytes }) {
      return { keepId: await snapshots.begin(files, textBytes) }
    },
    async addFiles({ keepId, files }) {
      snapshots.addFiles(keepId, files)
    },
    async take({ keepId, raw, importId, file }) {
      await snapshots.take(keepId, raw, importId, file)
    },
    async upload({ keepId, part, last }) {
      const url = dataPlane.accept({
        // Columns of data that are being saved are as trustworthy as the data; those of saved data are not a limited role's to replace.
        kind: part === 'cache' && !snapshots.isDraft(keepId) ? 'snapshot-columns-anew' : 'snapshot-part',
        maxBytes: maxUploadBytes,
        take: (bytes) => snapshots.append(keepId, part, bytes, last)
      })
      return { url }
    },
    async commit({ keepId, facts, skipped }) {
      const entry = await snapshots.commit(keepId, facts, skipped)
      changed()
      return entry
    },
    async abandon({ keepId }) {
      await snapshots.abandon(keepId)
    },
    async open({ id }) {
      const { listing, facts, openCache } = await snapshots.open(id)
      governance.opened({ snapshot: id, connection: facts.export?.connection })
      return {
        listing,
        facts,
        ...(openCache === undefined ? {} : { cacheUrl: dataPlane.issue({ kind: 'snapshot-columns', open: openCache }) })
      }
    },
    async hold({ id, hold }) {
      await snapshots.hold(id, hold)
      changed()
    },
    async accept({ id, reason }) {
      await snapshots.accept(id, reason)
      changed()
    },
    async retention() {
      return snapshots.retention()
    },
    async delete({ id }) {
      await snapshots.delete(id)
      changed()
    }
  }
}
