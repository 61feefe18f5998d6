import { servicesMessages as m } from '#messages/services.ts'
import { AppError } from '#shared/app-error.ts'
import type { Settings } from '#shared/settings-schema.ts'
import type { PolicyPort } from '../../ports/host.ts'
import { readText } from '../../storage/files/read-text.ts'
import type { SinkSettings } from './audit-sink.ts'

/**
 * The log collector in force: the one of the policy `AuditSink`, else the one of the settings; none where the policy `Offline`
 * lets nothing leave this computer. Records wait on the disk then.
 * @throws AppError `unreadable-file` when the certificates that the policy names are there and cannot be read
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

/** A file that is not there vouches for nobody: not even those that this computer trusts then do. */
async function readAuthorities(path: string): Promise<string> {
  const text = await readText(path).catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theCertificatesOfTheCollectorCannot, { retryable: true, cause })
  })
  return text === undefined || text.trim() === '' ? 'unreadable' : text
}
