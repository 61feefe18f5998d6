import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newBoard } from '#engine/boards/board.ts'
import { AppError } from '#shared/app-error.ts'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { CommandLineName } from '#shared/rights/command-rights.ts'
import { commandEntries } from '../../src-main/cli/command-line.ts'
import { modelCommand } from '../../src-main/cli/commands/model.ts'
import { openCommandAudit } from '../../src-main/cli/data/command-audit.ts'
import { runPlainExport } from '../../src-main/cli/export/plain-export.ts'
import { sqlCommand } from '../../src-main/cli/commands/sql.ts'
import type { CommandIo } from '../../src-main/cli/terminal/command.ts'
import { memoryBudget } from '../../src-main/cli/shards/memory-budget.ts'
import { smallCellsOf } from '../../src-main/cli/terminal/small-cell-choice.ts'
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
    const send = vi.fn<NetPort['send']>(() => Promise.reject(new AppError('network', 'Nobody answers.')))
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
    const opened = keyring()
    await opened.create(passphrase)
    opened.lock()
    const guarded = keyringUnderPolicy(opened, managedBy({ AllowPassphraseKey: false }))
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
    expect(smallCellsOf({ 'small-cells': 20 }, true, policies).limit).toBe(20)
    expect(() => smallCellsOf({ 'small-cells': 5, reason: 'because' }, true, policies)).toThrow(/MinCellSize/)
    expect(smallCellsOf({}, false, unmanaged).limit).toBe(0)
  })

  it('use no more memory for a population than the organization allows', () => {
    const policies = managedBy({ MaxPopulationMemory: 1024 })
    expect(memoryBudget(1024 ** 3, policies)).toBe(1024 ** 3)
    expect(memoryBudget(undefined, policies)).toBeLessThanOrEqual(1024 ** 3)
    expect(() => memoryBudget(2 * 1024 ** 3, policies)).toThrow(/MaxPopulationMemory/)
    expect(memoryBudget(2 * 1024 ** 3, unmanaged)).toBe(2 * 1024 ** 3)
  })

  describe('that hand results out', () => {
    let files: string
    beforeAll(() => {
      files = mkdtempSync(join(tmpdir(), 'populus-test-'))
      writeFileSync(join(files, 'Patient.ndjson'), '{"resourceType":"Patient","id":"canary-1"}\n')
    })
    afterAll(() => rmSync(files, { recursive: true, force: true }))
    const policies = managedBy({ AllowCsvExport: false })
    const statement = 'select id from patient'

    it('write no file', async () => {
      const { context, errors } = io(policies)
      const out = join(temporaryFolder(), 'out.csv')
      const code = await runCommand(sqlCommand, [files, statement, '--format', 'csv', '--out', out], context)
      expect(code).toBe(2)
      expect(errors.join('')).toMatch(/policy AllowCsvExport/)
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

  /** What each command could write into files: a command line that has to be refused, or why there is nothing to refuse. */
  const files: Readonly<Record<CommandLineName, string | ((out: string, data: string) => readonly string[])>> = {
    load: 'prints counts',
    export: (out) => ['--base-url', 'https://fhir.example.org', '--level', 'patient', '--plain', '--out', out],
    refresh: 'writes encrypted snapshots',
    sql: (out, data) => [data, 'select id from patient', '--format', 'csv', '--out', join(out, 'x')],
    view: (out, data) => ['patient', '--data', data, '--out', join(out, 'x')],
    tables: 'names no data',
    'export-tables': (out, data) => [data, '--out', join(out, 'x')],
    measure: 'prints',
    risk: (out, data) => [data, '--out', join(out, 'x')],
    cohort: (out, data) => [data, '--definition', join(data, 'cohort.json'), '--out', join(out, 'x')],
    match: (out, data) => [`a=${data}`, `b=${data}`, '--out', join(out, 'x')],
    model: (out, data) => ['train', data, '--outcome', 'high-cost-12m', '--out', join(out, 'x')],
    pack: (out, data) => ['make', data, '--series', 'x', '--out', join(out, 'x')],
    deidentify: (out, data) => [data, '--profile', 'limited', '--out', join(out, 'x')],
    report: (out, data) => [data, '--board', join(data, 'board.json'), '--out', join(out, 'x')],
    cluster: (out, data) => ['local', '--input', data, '--output', join(out, 'x'), '--shards', '1'],
    shard: 'gives what it computes to the job that started it',
    sample: 'writes invented people',
    audit: 'prints records that name nobody',
    subject: (out) => ['--person', 'canary-1', '--reason', 'request 1', '--out', out],
    erase: 'writes a certificate without health data',
    incident: (out) => ['--evidence', out],
    update: 'writes packages of the program',
    service: 'writes files for the scheduler of the system, without data',
    keys: 'prints keys, which name nobody',
    'sign-in': 'stores sealed tokens',
    completion: 'names no data',
    connection: (out) => ['report', 'Hospital', '--out', join(out, 'x')],
    policy: 'names no data',
    health: 'names no data',
    diagnostics: 'writes numbers and words of the program',
    roles: 'names no data',
    published: 'prints numbers of counts, and writes no file',
    definitions: 'writes definitions, which name nobody',
    backup: 'writes an encrypted file',
    restore: 'writes encrypted files'
  }
  /** Options that name a file or folder to write, as far as what they write may stay. */
  const harmless: Partial<Record<CommandLineName, readonly string[]>> = {
    sample: ['out'],
    diagnostics: ['out'],
    erase: ['certificate'],
    definitions: ['out'],
    backup: ['out'],
    // Which records count, by name.
    measure: ['evidence']
  }

  describe('where no files are allowed', () => {
    function dataFiles(): string {
      const data = temporaryFolder()
      writeFileSync(join(data, 'Patient.ndjson'), '{"resourceType":"Patient","id":"canary-1"}\n')
      const cohort = { format: 1, title: 'x', index: { pick: 'first', event: { domain: 'condition' } }, steps: [] }
      writeFileSync(join(data, 'cohort.json'), JSON.stringify(cohort))
      writeFileSync(join(data, 'board.json'), JSON.stringify(newBoard('b1', 'x')))
      return data
    }

    it.each(commandEntries.map((entry) => [entry.name as CommandLineName, entry] as const))(
      '%s',
      async (name, entry) => {
        const attempt = files[name]
        const command = await entry.load()
        const written = command.declarations
          .flatMap(({ options }) => Object.keys(options))
          .filter((option) => /^(out|evidence|certificate|output|save|to)$/.test(option))
        if (typeof attempt === 'string') {
          expect(written.filter((option) => !harmless[name]?.includes(option))).toEqual([])
          return
        }
        expect(written).not.toEqual([])
        const out = temporaryFolder()
        const { context, errors } = io(managedBy({ AllowCsvExport: false }), {
          net: { send: () => Promise.reject(new Error('asked')) }
        })
        const code = await runCommand(command, attempt(out, dataFiles()), context)
        expect([code, errors.join('')]).toEqual([2, expect.stringContaining('policy AllowCsvExport does not allow')])
        expect(readdirSync(out)).toEqual([])
      }
    )

    it('model card, and its refusal is recorded', async () => {
      const { context } = io(managedBy({ AllowCsvExport: false }))
      const out = join(temporaryFolder(), 'card.txt')
      expect(await runCommand(modelCommand, ['card', '--model', 'none.json', '--out', out], context)).toBe(2)
      const { rows } = await (
        await openCommandAudit(context.data!, quickKeyring(join(context.data!, 'k')))
      ).list({}, { limit: 10 })
      expect(rows).toMatchObject([
        { action: 'policy.refused', facts: { policy: 'AllowCsvExport', call: 'model card --out' } }
      ])
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
