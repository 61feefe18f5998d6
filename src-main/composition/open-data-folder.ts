import { join } from 'node:path'
import { accountDomain } from '../host/process/account-domain.ts'
import { isGroupMember } from '../host/process/group-member.ts'
import type { Host } from '../ports/host.ts'
import { recordedDigests } from '../services/audit/recorded-digests.ts'
import type { AuditSink } from '../services/collector/audit-sink.ts'
import { managedRoles } from '../services/roles/managed-roles.ts'
import { roleFile, roleRecords } from '../services/roles/role-file.ts'
import { createRoleService, type RoleService } from '../services/roles/role-service.ts'
import { createSettingsStore, type SettingsStore } from '../services/settings/settings-store.ts'
import { openSnapshotFolder, type SnapshotFolder } from '../services/snapshots/snapshot-folder.ts'
import { finishRestore } from '../storage/backup/restore-backup.ts'
import { accountName } from '../storage/files/account-name.ts'
import { sweepDataFolder } from '../storage/files/atomic-file.ts'
import { startOverIfAsked } from '../storage/snapshots/start-over.ts'
import { composeAudit, type ComposedAudit } from './compose-audit.ts'

/** The data folder of a user, and what every service in it needs: its key, its roles, its settings and its audit log. */
export interface DataFolder extends ComposedAudit {
  readonly folder: SnapshotFolder
  readonly roles: RoleService
  readonly settings: SettingsStore
}

/** Opens the data folder of a host. A backup to restore and a profile to start over come first, and are on record. */
export async function openDataFolder(host: Host): Promise<DataFolder> {
  const { clock, log, paths } = host
  await sweepDataFolder(paths.data, clock.now())
  const restored = await finishRestore(paths.data)
  const startedOver = await startOverIfAsked(paths.data)
  const folder = await openSnapshotFolder({
    folder: join(paths.data, 'snapshots'),
    secrets: host.secrets,
    policies: host.policies,
    window: { owner: host.owner },
    clock,
    log
  })
  const roles = createRoleService({
    account: accountName(),
    domain: accountDomain,
    policy: managedRoles(host.policies, isGroupMember, accountDomain),
    file: roleFile(paths.data, folder.keyring),
    recorded: () => recordedDigests(join(paths.data, 'audit'), roleRecords)
  })
  // Another process may change the settings before the log is open.
  const opened: { sink?: AuditSink } = {}
  const settings = createSettingsStore(host.settings, host.policies, (changed) => {
    host.emit('settings.changed', changed)
    opened.sink?.wake()
  })
  const composed = await composeAudit(
    host,
    folder.keyring,
    () => settings.current(),
    () => roles.named()
  )
  opened.sink = composed.sink
  if (restored) await composed.audit.record({ action: 'backup.restored', outcome: 'success', facts: {} })
  if (startedOver) await composed.audit.record({ action: 'profile.started-over', outcome: 'success', facts: {} })
  return { folder, roles, settings, ...composed }
}
