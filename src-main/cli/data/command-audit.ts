import { openKeyedAuditLog, type DataAudit } from '../../services/audit/keyed-audit-log.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { systemClock } from '../../ports/system.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'

/** Commands print what they have to say: there is no log for them beside the audit log. */
const silent = { write: () => undefined }

/** The audit log of a data folder, for a command. @param data absolute path */
export function openCommandAudit(data: string, keyring: Keyring): Promise<DataAudit> {
  const { version } = findInstallation(import.meta.dirname)
  return openKeyedAuditLog({ data, keyring, writer: { version, host: 'headless' }, clock: systemClock, log: silent })
}
