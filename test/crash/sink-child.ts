import { createCollectorNet } from '../../src-main/host/network/syslog-tls.ts'
import { systemClock } from '../../src-main/ports/system.ts'
import { createAuditSink } from '../../src-main/services/collector/audit-sink.ts'

// Delivers an audit log to the collector that the environment names, a few records at a time, until it is killed.
const sink = createAuditSink({
  folder: process.argv[2]!,
  settings: async () => ({
    address: process.env['TEST_SINK_ADDRESS'] ?? '',
    authorities: process.env['TEST_SINK_AUTHORITIES'] ?? '',
    format: 'syslog'
  }),
  collector: createCollectorNet({}),
  // What it writes about itself would make the log grow meanwhile.
  audit: { record: async () => 0 },
  clock: systemClock,
  log: { write: () => undefined },
  hostname: 'desk-12',
  after: () => () => undefined,
  batchRecords: 2
})
process.stdout.write('ready\n')
await sink.deliver()
setInterval(() => undefined, 1_000)
