import { errorFacts } from '../log/error-facts.ts'
import type { AuditPort, Host } from '../ports/host.ts'
import type { ExportService } from '../services/exports/export-service.ts'
import type { SettingsStore } from '../services/settings/settings-store.ts'
import { createAppLock } from '../services/snapshots/app-lock.ts'
import { createKeyringService, type ProfileKeyring } from '../services/snapshots/keyring-service.ts'
import type { ShardService } from '../services/shards/shard-service.ts'
import type { SnapshotService } from '../services/snapshots/snapshot-service.ts'
import type { BackupGate } from '../storage/backup/backup-gate.ts'
import type { ScopedPeople } from '../services/population/scoped-people.ts'
import type { OpenedWorklist } from '../services/worklist/open-worklist.ts'
import { attemptInOrder } from './close-in-order.ts'
import type { ComposedConnections } from './compose-connections.ts'
import type { DataFolder } from './open-data-folder.ts'

/** The keyring of a profile, and the lock that closes it. */
export interface ComposedKeyring {
  readonly keyring: ProfileKeyring
  /** Stops looking whether the program is unused. */
  readonly stop: () => void
}

/** Dependencies of {@link composeKeyring}. */
export interface KeyringDependencies {
  readonly host: Host
  readonly data: Pick<DataFolder, 'folder' | 'expire'> & {
    readonly settings: Pick<SettingsStore, 'current'>
    readonly audit: Pick<AuditPort, 'record'>
  }
  readonly exporting: Pick<ComposedConnections, 'applyManaged'> & {
    readonly exportService: Pick<ExportService, 'active' | 'suspend' | 'goOn'>
  }
  readonly gate: BackupGate
  readonly snapshots: Pick<SnapshotService, 'closeAll' | 'applyRetention'>
  readonly shards: Pick<ShardService, 'closeSaved'>
  readonly worklist: Pick<OpenedWorklist, 'forget'>
  readonly scopedPeople: Pick<ScopedPeople, 'forget'>
  /** Reads the policies again, so that who opens the data has the roles of this moment. */
  readonly readPolicies: () => Promise<void>
}

/** How often it is looked whether nobody used the program for long enough to lock it. */
const idleLookMs = 15_000

/**
 * Constructs the keyring service: what starts when the key is there, what is forgotten when it is locked. It is locked when nobody
 * uses the program, and when the computer sleeps where the policy asks for it.
 */
export function composeKeyring(dependencies: KeyringDependencies): ComposedKeyring {
  const { host, data, exporting, gate, snapshots, shards, worklist, scopedPeople } = dependencies
  const { folder, settings, audit, expire } = data
  const { clock, log, policies } = host
  const keyring = createKeyringService({
    keyring: folder.keyring,
    appLock: createAppLock({ keyring: folder.keyring, owner: host.owner, policies }),
    store: folder.store,
    gate,
    data: host.paths.data,
    clock,
    log,
    idleMinutes: () => settings.current().idleLockMinutes,
    isBusy: () => exporting.exportService.active().length > 0,
    forget: () =>
      attemptInOrder([
        () => exporting.exportService.suspend(),
        // Before the snapshots are closed, by which searches that read them end.
        async () => scopedPeople.forget(),
        () => snapshots.closeAll(),
        // After the snapshots, from which keys of parts may be on their way.
        () => shards.closeSaved(),
        () => worklist.forget()
      ]),
    beforeOpen: () => dependencies.readPolicies(),
    async onOpen() {
      await exporting.applyManaged()
      await exporting.exportService.goOn()
      await snapshots.applyRetention()
      await expire()
    },
    async onLocked(by) {
      await audit.record({ action: 'keyring.locked', outcome: 'success', facts: { by } })
      host.emit('snapshots.changed', {})
    }
  })
  const logFailure = (error: unknown): void => log.write('error', 'keyring.lock-failed', errorFacts(error))
  const idle = setInterval(() => void keyring.lockWhenIdle().catch(logFailure), idleLookMs)
  idle.unref()
  const stopAway = host.power.onAway?.(() => {
    if (policies.value('LockOnSleep')) void keyring.lockIfOpen().catch(logFailure)
  })
  return {
    keyring,
    stop() {
      clearInterval(idle)
      stopAway?.()
    }
  }
}
