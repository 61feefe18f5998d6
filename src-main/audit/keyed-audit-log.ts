import { join } from 'node:path'
import type { AuditPort, ClockPort, LogPort } from '../host/ports.ts'
import type { Keyring } from '../storage/keyring.ts'
import { auditFiles } from './audit-files.ts'
import { createAuditKey } from './audit-key.ts'
import { openAuditLog } from './audit-log.ts'

/** The audit log of a data folder, with codes while its keyring is open. @param data absolute path of the data folder */
export function openKeyedAuditLog(parts: {
  readonly data: string
  readonly host: string
  readonly keyring: Keyring
  readonly clock: ClockPort
  readonly log: LogPort
}): Promise<AuditPort> {
  const { data, host, keyring, clock, log } = parts
  const folder = join(data, 'audit')
  const key = createAuditKey(auditFiles(folder).key, keyring)
  return openAuditLog({ folder, host, clock, log, key: () => key.current() })
}
