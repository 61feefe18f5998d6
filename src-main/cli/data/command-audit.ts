import type { RoleState } from '#shared/roles/role.ts'
import { openKeyedAuditLog, type DataAudit } from '../../services/audit/keyed-audit-log.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { systemClock } from '../../ports/system.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'

/** Commands print what they have to say: there is no log for them next to the audit log. */
const silent = { write: () => undefined }

/** The audit log of a data folder, for a command. @param data absolute path @param access roles of the user, for the records */
export function openCommandAudit(data: string, keyring: Keyring, access?: RoleState): Promise<DataAudit> {
  const { version } = findInstallation(import.meta.dirname)
  const role = (): string | undefined => (access?.state === 'role' ? access.roles.join(' ') : undefined)
  const writer = { version, host: 'headless', role }
  return openKeyedAuditLog({ data, keyring, writer, clock: systemClock, log: silent })
}
