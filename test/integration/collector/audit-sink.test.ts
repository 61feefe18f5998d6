import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCollectorNet } from '../../../src-main/host/network/syslog-tls.ts'
import type { AuditPort } from '../../../src-main/ports/host.ts'
import { sinkSettings } from '../../../src-main/services/collector/sink-settings.ts'
import { createAuditSink, type AuditSink } from '../../../src-main/services/collector/audit-sink.ts'
import { testAudit, type TestAudit } from '../../support/audit.ts'
import { managedBy } from '../../support/policies.ts'
import { recordNumbers, startSyslogServer, type SyslogServer } from '../../support/syslog-server.ts'
import { testCertificate } from '../../support/test-certificate.ts'

const trusted = testCertificate('localhost')

interface Delivery {
  readonly log: TestAudit
  readonly audit: AuditPort
  readonly server: SyslogServer
  readonly waits: number[]
  readonly sink: (options?: Partial<Parameters<typeof createAuditSink>[0]>) => AuditSink
}

describe('the delivery of the audit log over TLS', () => {
  let place: Delivery
  const servers: SyslogServer[] = []

  async function serve(port = 0, certificate = trusted): Promise<SyslogServer> {
    const server = await startSyslogServer(certificate, port)
    servers.push(server)
    return server
  }

  beforeEach(async () => {
    const log = testAudit()
    const audit = await log.open()
    const server = await serve()
    const waits: number[] = []
    place = {
      log,
      audit,
      server,
      waits,
      sink: (options) =>
        createAuditSink({
          folder: log.folder,
          settings: async () => ({
            address: `syslog+tls://localhost:${server.port}`,
            authorities: trusted.certificate,
            format: 'syslog'
          }),
          collector: createCollectorNet({}, 2_000),
          audit,
          clock: { now: () => 1_000_000 },
          log: log.log,
          hostname: 'desk-12',
          after: (milliseconds) => {
            waits.push(milliseconds)
            return () => undefined
          },
          ...options
        })
    }
  })

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close()
  })

  async function write(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1)
      await place.audit.record({ action: 'data.read', outcome: 'success', facts: { rows: index } })
  }

  it('sends every record once, in order, with its number and code, and remembers that', async () => {
    await write(7)
    const state = await place.sink({ batchRecords: 3 }).deliver()
    // The first record says when keying began.
    expect(recordNumbers(place.server.messages)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(state).toMatchObject({ state: 'delivered', deliveredTo: 8, pending: 0, attempts: 0 })
    const last = JSON.parse(place.log.lines().at(-1)!) as { readonly code: string }
    expect(place.server.messages.at(-1)).toContain(` code="${last.code}"`)
    expect(place.server.messages.at(-1)).toMatch(/^<110>1 2026-11-25T12:00:00\.000Z desk-12 populus - data\.read \[/)
    await write(1)
    await place.sink().deliver()
    expect(recordNumbers(place.server.messages).slice(8)).toEqual([9])
  })

  it('survives an outage: what waits is sent later, in order, and the outage is in the log', async () => {
    await write(2)
    const { port } = place.server
    await place.server.close()
    const sink = place.sink()
    expect(await sink.deliver()).toMatchObject({ state: 'failing', problem: 'refused', deliveredTo: 0, attempts: 1 })
    await write(2)
    expect(await sink.deliver()).toMatchObject({ problem: 'refused', attempts: 2, nextAt: 1_000_000 + 10_000 })
    const again = await serve(port)
    expect(await sink.deliver()).toMatchObject({ state: 'delivered', attempts: 0, pending: 0 })
    const numbers = recordNumbers(again.messages)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    const actions = place.log.lines().map((line) => (JSON.parse(line) as { readonly action: string }).action)
    expect(actions.filter((action) => action.startsWith('audit.sink'))).toEqual([
      'audit.sink-failed',
      'audit.sink-restored'
    ])
  })

  it('waits longer after each failure, and at most five minutes', async () => {
    await place.server.close()
    await write(1)
    const sink = place.sink()
    for (let attempt = 0; attempt < 9; attempt += 1) {
      place.waits.length = 0
      await place.sink().deliver()
    }
    expect(place.waits.at(-1)).toBe(300_000)
    expect((await sink.state()).attempts).toBe(9)
  })

  it('waits at most five minutes where the clock was put back since', async () => {
    await place.server.close()
    await write(1)
    await place.sink().deliver()
    place.waits.length = 0
    place.sink({ clock: { now: () => 1_000_000 - 900_000 } }).wake()
    await vi.waitFor(() => expect(place.waits).toEqual([300_000]))
  })

  it('sends a half-written frame again as a whole', async () => {
    await write(40)
    place.server.cutAfter = 500
    const sink = place.sink({ collector: createCollectorNet({}, 300) })
    expect(await sink.deliver()).toMatchObject({ state: 'failing', problem: 'cut', deliveredTo: 0 })
    const before = place.server.messages.length
    place.server.cutAfter = undefined
    place.server.messages.length = 0
    expect(await sink.deliver()).toMatchObject({ state: 'delivered' })
    expect(before).toBeLessThan(10)
    const numbers = recordNumbers(place.server.messages)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  it('does not believe a collector that keeps the connection open', async () => {
    await write(1)
    place.server.staysOpen = true
    const sink = place.sink({ collector: createCollectorNet({}, 200) })
    expect(await sink.deliver()).toMatchObject({ state: 'failing', problem: 'not-closed', deliveredTo: 0 })
  })

  it('sends nothing to a server with another certificate or another name', async () => {
    await write(1)
    const stranger = await serve(0, testCertificate('localhost'))
    const other = await serve(0, testCertificate('elsewhere.example'))
    for (const { port } of [stranger, other]) {
      const address = `syslog+tls://localhost:${port}`
      const settings = async () => ({ address, authorities: trusted.certificate, format: 'syslog' as const })
      expect(await place.sink({ settings }).deliver()).toMatchObject({ state: 'failing', problem: 'certificate' })
    }
    expect([...stranger.messages, ...other.messages]).toEqual([])
  })

  it('starts with the first record for another collector, and for a log that was started over', async () => {
    await write(2)
    await place.sink().deliver()
    const other = await serve()
    const settings = async () => ({
      address: `syslog+tls://localhost:${other.port}`,
      authorities: trusted.certificate,
      format: 'syslog' as const
    })
    await place.sink({ settings }).deliver()
    expect(recordNumbers(other.messages)).toEqual([1, 2, 3])
    place.log.put(place.log.lines().map((line) => line.replace('"rows":1', '"rows":2')))
    const reopened = await place.log.open()
    await reopened.record({ action: 'data.read', outcome: 'success', facts: {} })
    other.messages.length = 0
    await place.sink({ settings }).deliver()
    expect(recordNumbers(other.messages)[0]).toBe(1)
    expect(other.messages[1]).toContain(' audit.set-aside ')
  })

  it('is off without an address, and with one that is none', async () => {
    for (const address of ['', 'https://example.org', 'syslog+tls://', 'syslog+tls://a:99999', 'syslog://a:514'])
      expect(
        await place.sink({ settings: async () => ({ address, authorities: '', format: 'syslog' }) }).deliver()
      ).toMatchObject({
        state: 'off'
      })
    expect(place.server.connections()).toBe(0)
  })

  it('is named by the policy, with its authority in a file; a file that cannot be read vouches for nobody', async () => {
    await write(1)
    const caFile = join(place.log.folder, '..', 'authority.pem')
    writeFileSync(caFile, trusted.certificate)
    const sinkChoice = { auditSink: 'syslog+tls://elsewhere.example', auditSinkAuthorities: '' }
    const named = (file: string) => () =>
      sinkSettings(
        managedBy({ AuditSink: { address: `localhost:${place.server.port}`, caFile: file, format: 'cef' } }),
        sinkChoice
      )
    expect(await place.sink({ settings: named(`${caFile}.gone`) }).deliver()).toMatchObject({ problem: 'certificate' })
    // A folder in its place cannot be read, whoever asks: that is no certificate that is missing.
    const unreadable = place.sink({ settings: named(join(caFile, '..')) })
    await expect(unreadable.deliver()).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringContaining('AuditSink') as unknown
    })
    await expect(unreadable.state()).rejects.toMatchObject({ code: 'unreadable-file' })
    await unreadable.close()
    expect(place.server.messages).toEqual([])
    expect(await place.sink({ settings: named(caFile) }).deliver()).toMatchObject({ state: 'delivered' })
    expect(place.server.messages.at(-1)).toMatch(
      /^<\d+>1 .* \[populus@32473 seq="\d+".* code="[0-9a-f]{64}"\] CEF:0\|Populus\|/
    )
  })

  it('is not reached while the organization keeps the computer off the network', async () => {
    await write(1)
    const address = `localhost:${place.server.port}`
    const sinkChoice = { auditSink: `syslog+tls://${address}`, auditSinkAuthorities: trusted.certificate }
    for (const policies of [{ Offline: true }, { Offline: true, AuditSink: { address } }]) {
      const settings = () => sinkSettings(managedBy(policies), sinkChoice)
      expect(await place.sink({ settings }).deliver()).toMatchObject({ state: 'off' })
    }
    expect(place.server.connections()).toBe(0)
  })

  it('keeps no record next to the log', async () => {
    await write(3)
    await place.sink().deliver()
    expect(readFileSync(join(place.log.folder, 'audit-sink.json'), 'utf8')).not.toContain('data.read')
  })
})
