import { join } from 'node:path'
import type { RoleState } from '#shared/roles/role.ts'
import { createCallLedger, type CallLedger } from '../../policy/call-ledger.ts'
import type { AuditPort, PolicyPort } from '../../ports/host.ts'
import { openKeyedAuditLog, type DataAudit } from '../../services/audit/keyed-audit-log.ts'
import { unendedOffline } from '../../services/audit/outbound-calls.ts'
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

/** Writes every call of a command to another computer into the audit log of a data folder. @param data absolute path */
export function commandCalls(
  data: string,
  audit: Pick<AuditPort, 'record'>,
  policies: Pick<PolicyPort, 'value'>
): CallLedger {
  return createCallLedger({
    audit,
    policies,
    clock: systemClock,
    unendedOffline: () => unendedOffline(join(data, 'audit'))
  })
}
