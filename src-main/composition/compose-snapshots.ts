import { join } from 'node:path'
import type { AuditPort, Host } from '../ports/host.ts'
import type { ImportCatalog } from '../services/imports/import-catalog.ts'
import type { SettingsStore } from '../services/settings/settings-store.ts'
import { createEphemeralSnapshots, type EphemeralSnapshots } from '../services/snapshots/ephemeral-snapshots.ts'
import { joinStores } from '../services/snapshots/joined-stores.ts'
import { createRetention } from '../services/snapshots/retention.ts'
import { createRetentionClock } from '../services/snapshots/retention-clock.ts'
import type { SnapshotFolder } from '../services/snapshots/snapshot-folder.ts'
import { createSnapshotService, type SnapshotService } from '../services/snapshots/snapshot-service.ts'
import type { BackupGate } from '../storage/backup/backup-gate.ts'
import type { SnapshotStore } from '../storage/snapshots/snapshot-store.ts'

/** Snapshots that are saved, and those that are there until the program ends. */
export interface ComposedSnapshots {
  readonly snapshots: SnapshotService
  /** Those that are there until the program ends. */
  readonly ephemeral: EphemeralSnapshots
  /** Both as one store. */
  readonly store: SnapshotStore
}

/** Dependencies of {@link composeSnapshots}. */
export interface SnapshotDependencies {
  readonly host: Pick<Host, 'paths' | 'clock' | 'log' | 'emit'>
  readonly folder: SnapshotFolder
  readonly audit: AuditPort
  readonly catalog: ImportCatalog
  readonly settings: Pick<SettingsStore, 'current'>
  readonly gate: BackupGate
}

/** Constructs the services of snapshots. Old ones are deleted as the settings ask, once that is applied. */
export function composeSnapshots(dependencies: SnapshotDependencies): ComposedSnapshots {
  const { host, folder, audit, catalog, settings, gate } = dependencies
  const { paths, clock, log } = host
  const { keyring } = folder
  const ephemeral = createEphemeralSnapshots(join(paths.data, 'transient'), clock, log)
  const saved: SnapshotStore = {
    ...folder.store,
    // A backup has decisions and the log that vouches for them as of one moment.
    hold: (id, hold) => gate.change(() => folder.store.hold(id, hold)),
    accept: (id, reason) => gate.change(() => folder.store.accept(id, reason)),
    async open(id) {
      const snapshot = await folder.store.open(id)
      // Those before are removed, which no backup may meet halfway.
      return { ...snapshot, replaceShards: (shards) => gate.change(() => snapshot.replaceShards(shards)) }
    },
    delete: (id) => gate.change(() => folder.store.delete(id))
  }
  const store = joinStores(saved, () => ephemeral.store())
  const snapshots = createSnapshotService({
    keyring,
    store,
    catalog,
    log,
    retention: (isOpen) =>
      createRetention({
        keyring,
        store: folder.store,
        gate,
        audit,
        clock,
        retentionClock: createRetentionClock(join(paths.data, 'snapshots')),
        log,
        policy: () => ({ keepCount: settings.current().keepSnapshots, keepDays: settings.current().keepDays }),
        isOpen,
        changed: () => host.emit('snapshots.changed', {})
      })
  })
  return { snapshots, ephemeral, store }
}
