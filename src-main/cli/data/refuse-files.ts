import { join } from 'node:path'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { AuditPort } from '../../ports/host.ts'
import { failureFacts } from '../../services/audit/failure-facts.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { CommandIo } from '../terminal/command.ts'
import { openCommandAudit } from './command-audit.ts'
import { dataPath } from './open-data.ts'

/**
 * Refuses to write files with data where the policy AllowCsvExport allows none, and records the refusal.
 * @param call the command with its option, for the audit log
 * @param what completes "does not allow …"
 * @param log records a refusal; the audit log of the data folder that Populus uses when absent
 * @throws PolicyRefusal
 */
export async function refuseFiles(
  io: Pick<CommandIo, 'policies' | 'data' | 'secrets' | 'access'>,
  call: string,
  what: string,
  log?: AuditPort
): Promise<void> {
  if (io.policies.value('AllowCsvExport')) return
  const refusal = new PolicyRefusal('AllowCsvExport', what)
  const audit = log ?? (await openAudit(io))
  await audit.record({ action: 'policy.refused', outcome: 'failure', facts: { ...failureFacts(refusal), call } })
  throw refusal
}

function openAudit(io: Pick<CommandIo, 'policies' | 'data' | 'secrets' | 'access'>): Promise<AuditPort> {
  const data = dataPath(undefined, io)
  return openCommandAudit(data, createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets), io.access)
}
