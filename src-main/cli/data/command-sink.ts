import { hostname } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { defaultSettings, Settings } from '#shared/settings-schema.ts'
import { createCollectorNet } from '../../host/network/syslog-tls.ts'
import { openSettingsFile } from '../../host/node/settings-file.ts'
import type { AuditPort } from '../../ports/host.ts'
import { systemClock } from '../../ports/system.ts'
import { createAuditSink, type AuditSink } from '../../services/collector/audit-sink.ts'
import { sinkSettings } from '../../services/collector/sink-settings.ts'
import type { CommandIo } from '../terminal/command.ts'
import { commandCalls } from './command-audit.ts'

/** Commands print what they have to say. */
const silent = { write: () => undefined }

/** What delivers the audit log of a data folder, for a command: once, when it is asked to. @param data absolute path */
export async function openCommandSink(
  data: string,
  audit: Pick<AuditPort, 'record'>,
  io: Pick<CommandIo, 'policies'>
): Promise<AuditSink> {
  const stored = v.safeParse(
    Settings,
    (await openSettingsFile(join(data, 'settings.json'), systemClock, silent)).read()
  )
  const settings = stored.success ? stored.output : defaultSettings
  const calls = commandCalls(data, audit, io.policies)
  return createAuditSink({
    folder: join(data, 'audit'),
    settings: () => sinkSettings(io.policies, settings),
    collector: createCollectorNet(),
    audit,
    announce: (server) => calls.allow(server, 'audit-delivery'),
    clock: systemClock,
    log: silent,
    hostname: hostname(),
    // A command ends, and what failed stays for the next one.
    after: () => () => undefined
  })
}
