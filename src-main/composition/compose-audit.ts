import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Settings } from '#shared/settings-schema.ts'
import { createCallLedger, type CallLedger } from '../policy/call-ledger.ts'
import type { Host } from '../ports/host.ts'
import { expireRecords } from '../services/audit/audit-retention.ts'
import { openKeyedAuditLog, type DataAudit } from '../services/audit/keyed-audit-log.ts'
import { unendedOffline } from '../services/audit/outbound-calls.ts'
import { createAuditSink, type AuditSink } from '../services/collector/audit-sink.ts'
import { sinkSettings } from '../services/collector/sink-settings.ts'
import type { Keyring } from '../storage/keys/keyring.ts'

/** The audit log of a data folder, and its delivery to a log collector. */
export interface ComposedAudit {
  readonly audit: DataAudit
  readonly sink: AuditSink
  /** Writes every call to another computer into the log. */
  readonly calls: CallLedger
  /** Deletes records that are older than the policy asks for, as far as their deletion can be proven later. */
  readonly expire: () => Promise<void>
}

/**
 * Opens the audit log, and delivers what is written to it while the settings name a log collector.
 * @param settings those in force; called after each record, and not before this returns
 * @param role of the user, for the records
 */
export async function composeAudit(
  {
    paths,
    version,
    kind,
    clock,
    log,
    collector,
    policies
  }: Pick<Host, 'paths' | 'version' | 'kind' | 'clock' | 'log' | 'collector' | 'policies'>,
  keyring: Keyring,
  settings: () => Pick<Settings, 'auditSink' | 'auditSinkAuthorities'>,
  role: () => string | undefined
): Promise<ComposedAudit> {
  const place: { sink?: AuditSink } = {}
  const folder = join(paths.data, 'audit')
  const audit = await openKeyedAuditLog({
    data: paths.data,
    keyring,
    writer: { version, host: kind, role },
    clock,
    log,
    onRecord: () => place.sink?.wake()
  })
  const calls = createCallLedger({ audit, policies, clock, unendedOffline: () => unendedOffline(folder) })
  place.sink = createAuditSink({
    folder,
    settings: () => sinkSettings(policies, settings()),
    collector,
    audit,
    announce: (server) => calls.allow(server, 'audit-delivery'),
    clock,
    log,
    hostname: hostname(),
    after(milliseconds, task) {
      const timer = setTimeout(task, milliseconds)
      timer.unref()
      return () => clearTimeout(timer)
    }
  })
  const { sink } = place
  return {
    audit,
    sink,
    calls,
    async expire() {
      const { state, deliveredTo } = await sink.state()
      await expireRecords({
        folder,
        audit,
        clock,
        days: policies.value('AuditRetentionDays'),
        isKeyed: async () => (await keyring.state()).state === 'open',
        deliveredTo: state === 'off' ? undefined : deliveredTo
      })
    }
  }
}
