import { cliHealthMessages as m } from '#messages/cli/health.ts'
import { join } from 'node:path'
import { describeVerdict, type AuditVerdict } from '#shared/audit-verdict.ts'
import { auditFiles } from '../../services/audit/audit-files.ts'
import { createAuditKey } from '../../services/audit/audit-key.ts'
import { checkAuditLog } from '../../services/audit/check-log.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { CommandIo } from '../terminal/command.ts'
import { checkConnections } from './connection-checks.ts'
import { checkDataFolder, checkDisk, checkKeyring, checkPolicies } from './folder-checks.ts'
import type { HealthCheck } from './health-check.ts'

/** What {@link checkHealth} measures by. */
export interface HealthLimits {
  readonly minimumFreeBytes: number
  readonly maximumAgeMs: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Looks at an installation without changing it, beside a Populus that may be running, and without its passphrase.
 * @param data absolute path of the data folder
 */
export async function checkHealth(
  data: string,
  { minimumFreeBytes, maximumAgeMs, now }: HealthLimits,
  io: Pick<CommandIo, 'policies' | 'secrets'>
): Promise<HealthCheck[]> {
  const folder = await checkDataFolder(data)
  const policies = checkPolicies(io.policies.current())
  // Nothing else can be told of a folder that cannot be read, and looking would make parts of it.
  if (folder.state === 'failed') return [folder, policies]
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const protection = checkKeyring(await keyring.state(), io.secrets !== undefined)
  const key = await createAuditKey(auditFiles(join(data, 'audit')).key, keyring).read()
  const audit = checkAudit(await checkAuditLog(join(data, 'audit'), { key, against: [] }))
  keyring.lock()
  return [
    folder,
    await checkDisk(data, minimumFreeBytes),
    policies,
    protection,
    audit,
    ...(await checkConnections(data, now, maximumAgeMs))
  ]
}

/** What could not be checked without a passphrase is no warning: it is so on every computer that has one. */
function checkAudit(verdict: AuditVerdict): HealthCheck {
  const { result, problem, records, setAside, neverWritten } = verdict
  const facts = { records, setAside, result, ...(problem === undefined ? {} : { problem }) }
  const name = 'audit-log'
  if (neverWritten) return { name, state: 'ok', text: m.nothingIsInTheAuditLog, facts }
  const text = describeVerdict(verdict).join(' ')
  if (result === 'problem') return { name, state: problem === 'torn' ? 'warning' : 'failed', text, facts }
  return { name, state: setAside > 0 ? 'warning' : 'ok', text, facts }
}
