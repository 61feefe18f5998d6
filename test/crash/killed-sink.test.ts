import { describe, expect, it } from 'vitest'
import { createCollectorNet } from '../../src-main/host/network/syslog-tls.ts'
import { systemClock } from '../../src-main/ports/system.ts'
import { createAuditSink } from '../../src-main/services/collector/audit-sink.ts'
import { testAudit } from '../support/audit.ts'
import { recordNumbers, startSyslogServer } from '../support/syslog-server.ts'
import { testCertificate } from '../support/test-certificate.ts'
import { killedChild } from './killed-child.ts'

const kills = Number(process.env['POPULUS_CRASH_KILLS'] ?? 5)

describe('a process that is killed while it delivers the audit log', () => {
  it(`loses no record and changes no order, ${kills} times`, { timeout: 600_000 }, async () => {
    const log = testAudit()
    const audit = await log.open()
    for (let index = 0; index < 40; index += 1)
      await audit.record({ action: 'data.read', outcome: 'success', facts: { rows: index } })
    const certificate = testCertificate('localhost')
    const server = await startSyslogServer(certificate)
    const address = `syslog+tls://localhost:${server.port}`
    const env = { TEST_SINK_ADDRESS: address, TEST_SINK_AUTHORITIES: certificate.certificate }
    for (let time = 0; time < kills; time += 1)
      await killedChild(new URL('./sink-child.ts', import.meta.url), log.folder, { afterMs: Math.random() * 120 }, env)
    const sink = createAuditSink({
      folder: log.folder,
      settings: async () => ({ address, authorities: certificate.certificate, format: 'syslog' }),
      collector: createCollectorNet({}),
      audit,
      clock: systemClock,
      log: log.log,
      hostname: 'desk-12',
      after: () => () => undefined
    })
    expect(await sink.deliver()).toMatchObject({ state: 'delivered', pending: 0 })
    await server.close()
    let newest = 0
    for (const number of recordNumbers(server.messages)) {
      // A record may come again; none comes before those that are older.
      expect(number).toBeLessThanOrEqual(newest + 1)
      newest = Math.max(newest, number)
    }
    expect(newest).toBe(41)
  })
})
