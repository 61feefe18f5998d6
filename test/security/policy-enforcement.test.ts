import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { ConnectionSettings } from '#shared/connection.ts'
import { runPlainExport } from '../../src-main/cli/export/plain-export.ts'
import { sqlCommand } from '../../src-main/cli/commands/sql.ts'
import type { CommandIo } from '../../src-main/cli/terminal/command.ts'
import { smallCellsOf } from '../../src-main/cli/terminal/small-cells.ts'
import { runCommand } from '../../src-main/cli/terminal/run-command.ts'
import { keyringUnderPolicy } from '../../src-main/services/snapshots/keyring-under-policy.ts'
import { openSnapshotFolder } from '../../src-main/services/snapshots/snapshot-folder.ts'
import type { NetPort } from '../../src-main/ports/host.ts'
import { startExporting } from '../support/exporting.ts'
import { managedBy, unmanaged } from '../support/policies.ts'
import { quickKeyring } from '../support/quick-keyring.ts'
import { testServices } from '../support/services.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// The services refuse what a policy does not allow, whoever asks: the page is not trusted to ask only for what it may.

const caller = { windowId: 1 }
const passphrase = 'four unlikely words together'
const silent = { write: () => undefined }

describe('what leaves the window', () => {
  const leaving = { what: 'rows', names: true, rows: 3 } as const
  const cases = [
    [
      'AllowCsvExport',
      ['csv', 'xlsx', 'json', 'arrow', 'parquet', 'png', 'svg', 'html', 'pdf'],
      ['clipboard', 'print']
    ],
    ['AllowClipboard', ['clipboard'], ['csv', 'pdf', 'print']],
    ['AllowPrint', ['print', 'pdf'], ['csv', 'clipboard']]
  ] as const

  it.each(cases)('%s', async (policy, refused, allowed) => {
    const { dispatch, audited } = testServices(temporaryFolder(), {
      host: { policies: managedBy({ [policy]: false }) }
    })
    for (const format of refused) {
      const reply = await dispatch('data.exporting', { ...leaving, format }, caller)
      expect([format, reply]).toMatchObject([format, { ok: false, error: { code: 'not-allowed' } }])
    }
    const facts = { code: 'not-allowed', policy, call: 'data.exporting' }
    expect(audited).toEqual(refused.map(() => ({ action: 'policy.refused', outcome: 'failure', facts })))
    for (const format of allowed)
      expect(await dispatch('data.exporting', { ...leaving, format }, caller)).toMatchObject({ ok: true })
  })

  it('no PDF is made without its announcement either', async () => {
    const pdf = vi.fn()
    const host = { policies: managedBy({ AllowPrint: false }), printer: { pdf } }
    const { dispatch, audited } = testServices(temporaryFolder(), { host })
    expect(await dispatch('page.pdf', undefined, caller)).toMatchObject({ ok: false, error: { code: 'not-allowed' } })
    expect(pdf).not.toHaveBeenCalled()
    expect(audited).toMatchObject([{ action: 'policy.refused', facts: { policy: 'AllowPrint', call: 'page.pdf' } }])
  })
})

describe('servers', () => {
  const settings: ConnectionSettings = {
    name: 'Somewhere',
    base: 'https://fhir.evil.example/r4',
    vendor: 'generic',
    switches: {},
    auth: 'private_key_jwt',
    mode: 'bulk',
    level: 'patient',
    types: { kind: 'dashboards' },
    typeFilters: [],
    associated: [],
    byPatient: false,
    lenient: false,
    trustedOrigins: [],
    allowHttpLoopback: false
  }

  it('that are not allowed are neither looked up nor stored, and nothing is sent', async () => {
    const send = vi.fn<NetPort['send']>()
    const policies = managedBy({ AllowedFhirHosts: ['fhir.example.org'] })
    const { services } = await startExporting(temporaryFolder(), { policies, net: { send } })
    const { connections } = services
    await expect(connections.discover(settings.base, false)).rejects.toMatchObject({ policy: 'AllowedFhirHosts' })
    for (const other of [
      settings,
      { ...settings, base: 'https://fhir.example.org/r4', tokenEndpoint: 'https://evil.example/token' },
      { ...settings, base: 'https://fhir.example.org/r4', trustedOrigins: ['https://evil.example'] }
    ])
      await expect(connections.create(other)).rejects.toMatchObject({ policy: 'AllowedFhirHosts' })
    const { id } = await connections.create({ ...settings, base: 'https://fhir.example.org/r4' })
    await expect(connections.change(id, settings)).rejects.toMatchObject({ policy: 'AllowedFhirHosts' })
    expect(send).not.toHaveBeenCalled()
  })

  it('are not asked at all without a network, and the sample still works', async () => {
    const send = vi.fn<NetPort['send']>()
    const policies = managedBy({ Offline: true })
    const { services, audited } = await startExporting(temporaryFolder(), { policies, net: { send } })
    await expect(services.connections.discover('https://fhir.example.org/r4', false)).rejects.toThrow(/policy Offline/)
    const { connection } = await services.connections.startSample(10, 'chart', 1)
    await vi.waitFor(() => expect(send).toHaveBeenCalled())
    expect(new Set(send.mock.calls.map(([{ url }]) => new URL(url).hostname))).toEqual(new Set(['127.0.0.1']))
    await services.connections.delete(connection)
    expect(audited.filter(({ action }) => action === 'policy.refused')).toEqual([])
  })
})

describe('keyrings', () => {
  const keyring = () => quickKeyring(join(temporaryFolder(), 'keyring.json'))

  it('are not made under a passphrase where that is not allowed', async () => {
    for (const values of [{ AllowPassphraseKey: false }, { RequireOsKeychain: true }, { RequireOsKeychain: 'x' }]) {
      const guarded = keyringUnderPolicy(keyring(), managedBy(values))
      await expect(guarded.create(passphrase)).rejects.toMatchObject({ code: 'not-allowed' })
      expect(await guarded.state()).toMatchObject({ state: 'absent' })
    }
  })

  it('are not made at all where a keychain is required and there is none', async () => {
    const guarded = keyringUnderPolicy(keyring(), managedBy({ RequireOsKeychain: true }))
    await expect(guarded.create()).rejects.toMatchObject({ policy: 'RequireOsKeychain' })
  })

  it('of before stay readable', async () => {
    const own = keyring()
    await own.create(passphrase)
    own.lock()
    const guarded = keyringUnderPolicy(own, managedBy({ AllowPassphraseKey: false }))
    await guarded.unlock(passphrase)
    expect(await guarded.state()).toMatchObject({ state: 'open' })
    await expect(guarded.recover('x', passphrase)).rejects.toMatchObject({ policy: 'AllowPassphraseKey' })
  })

  it('are under the policies in every folder of snapshots', async () => {
    const folder = join(temporaryFolder(), 'snapshots')
    const policies = managedBy({ AllowPassphraseKey: false })
    const clock = { now: () => 0 }
    const opened = await openSnapshotFolder({ folder, secrets: undefined, policies, clock, log: silent })
    await expect(opened.keyring.create(passphrase)).rejects.toMatchObject({ policy: 'AllowPassphraseKey' })
    await opened.release()
  })
})

describe('commands', () => {
  function io(policies = unmanaged, more: Partial<CommandIo> = {}) {
    const printed: string[] = []
    const errors: string[] = []
    const context: CommandIo = {
      out: (text) => void printed.push(text),
      err: (text) => void errors.push(text),
      terminal: false,
      policies,
      resources: join(import.meta.dirname, '../../resources'),
      data: temporaryFolder(),
      ...more
    }
    return { context, printed, errors }
  }

  it('keep the smallest group, on standard output and in files, whatever reason is given', () => {
    const policies = managedBy({ MinCellSize: 16 })
    expect(smallCellsOf({}, false, policies).limit).toBe(15)
    expect(smallCellsOf({}, true, policies).limit).toBe(15)
    expect(smallCellsOf({ 'small-cells': '20' }, true, policies).limit).toBe(20)
    expect(() => smallCellsOf({ 'small-cells': '5', reason: 'because' }, true, policies)).toThrow(/MinCellSize/)
    expect(smallCellsOf({}, false, unmanaged).limit).toBe(0)
  })

  describe('that hand results out', () => {
    let files: string
    beforeAll(async () => {
      const { mkdtempSync, writeFileSync } = await import('node:fs')
      const { tmpdir } = await import('node:os')
      files = mkdtempSync(join(tmpdir(), 'populus-test-'))
      writeFileSync(join(files, 'Patient.ndjson'), '{"resourceType":"Patient","id":"canary-1"}\n')
    })
    const policies = managedBy({ AllowCsvExport: false })
    const statement = 'select id from patient'

    it('write no file', async () => {
      const { context, errors } = io(policies)
      const out = join(temporaryFolder(), 'out.csv')
      const code = await runCommand(sqlCommand, [files, statement, '--format', 'csv', '--out', out], context)
      expect(code).toBe(2)
      expect(errors.join('')).toMatch(/policy AllowCsvExport/)
      const { existsSync } = await import('node:fs')
      expect(existsSync(out)).toBe(false)
    })

    it('print to a terminal alone', async () => {
      const piped = io(policies, { piped: true })
      expect(await runCommand(sqlCommand, [files, statement], piped.context)).toBe(2)
      expect(piped.printed.join('')).not.toContain('canary')
      const terminal = io(policies)
      expect(await runCommand(sqlCommand, [files, statement], terminal.context)).toBe(0)
      expect(terminal.printed.join('')).toContain('canary-1')
    })
  })

  it('export nothing in the clear', async () => {
    const { context } = io(managedBy({ AllowCsvExport: false }), {
      net: { send: () => Promise.reject(new Error('asked')) }
    })
    const run = runPlainExport({
      folder: join(temporaryFolder(), 'out'),
      order: {} as never,
      refresh: undefined,
      io: context,
      signal: new AbortController().signal
    })
    await expect(run).rejects.toMatchObject({ policy: 'AllowCsvExport' })
  })
})
