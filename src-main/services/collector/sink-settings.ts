import type { Settings } from '#shared/settings-schema.ts'
import type { PolicyPort } from '../../ports/host.ts'
import { readText } from '../../storage/files/read-text.ts'
import type { SinkSettings } from './audit-sink.ts'

/**
 * The log collector in force: the one of the policy `AuditSink`, else the one of the settings; none where the policy `Offline`
 * lets nothing leave this computer. Records wait on the disk then.
 */
export async function sinkSettings(
  policies: Pick<PolicyPort, 'value'>,
  { auditSink, auditSinkAuthorities }: Pick<Settings, 'auditSink' | 'auditSinkAuthorities'>
): Promise<SinkSettings> {
  if (policies.value('Offline')) return { address: '', authorities: '', format: 'syslog' }
  const target = policies.value('AuditSink')
  if (target === undefined) return { address: auditSink, authorities: auditSinkAuthorities, format: 'syslog' }
  const { address, caFile, format = 'syslog' } = target
  return {
    address: `syslog+tls://${address}`,
    authorities: caFile === undefined ? '' : await readAuthorities(caFile),
    format
  }
}

/** A named file that cannot be read vouches for nobody: not even those that this computer trusts then do. */
async function readAuthorities(path: string): Promise<string> {
  const text = await readText(path).catch(() => undefined)
  return text === undefined || text.trim() === '' ? 'unreadable' : text
}
