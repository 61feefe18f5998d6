import { servicesHealthMessages as m } from '#messages/services/health.ts'
import { join } from 'node:path'
import { describeVerdict, type AuditVerdict } from '#shared/audit-verdict.ts'
import { errorCode } from '#shared/error-code.ts'
import { auditFiles } from '../audit/audit-files.ts'
import { createAuditKey } from '../audit/audit-key.ts'
import { checkAuditLog } from '../audit/check-log.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { PolicyPort, SecretsPort } from '../../ports/host.ts'
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

/** What checks ask besides the data folder. */
export interface HealthSources {
  readonly policies: Pick<PolicyPort, 'current'>
  /** The keychain, where the program may use it. */
  readonly secrets?: SecretsPort | undefined
}

/**
 * Looks at an installation without changing it, alongside a Populus that may be running, and without its passphrase. A part that
 * cannot be read is a failed check, and the others are still made.
 * @param data absolute path of the data folder
 */
export async function checkHealth(
  data: string,
  { minimumFreeBytes, maximumAgeMs, now }: HealthLimits,
  { policies: source, secrets }: HealthSources
): Promise<HealthCheck[]> {
  const folder = await checkDataFolder(data)
  const policies = checkPolicies(source.current())
  // Nothing else can be told of a folder that cannot be read, and looking would make parts of it.
  if (folder.state === 'failed') return [folder, policies]
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), secrets)
  try {
    return [
      folder,
      ...(await whereReadable('disk', async () => [await checkDisk(data, minimumFreeBytes)])),
      policies,
      ...(await whereReadable('keyring', async () => [checkKeyring(await keyring.state(), secrets !== undefined)])),
      ...(await whereReadable('audit-log', async () => {
        const key = await createAuditKey(auditFiles(join(data, 'audit')), keyring).read()
        return [checkAudit(await checkAuditLog(join(data, 'audit'), { key, against: [] }))]
      })),
      ...(await whereReadable('connection', () => checkConnections(data, now, maximumAgeMs)))
    ]
  } finally {
    keyring.lock()
  }
}

/** The checks of one part; one failed check where its files cannot be read. */
async function whereReadable(name: string, check: () => Promise<HealthCheck[]>): Promise<HealthCheck[]> {
  try {
    return await check()
  } catch (error) {
    const code = errorCode(error)
    if (code === undefined) throw error
    return [{ name, state: 'failed', text: m.thisPartCannotBeChecked(code), facts: { code } }]
  }
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
