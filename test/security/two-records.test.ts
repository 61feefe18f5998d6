import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AuditAction } from '#shared/audit-action.ts'
import type { DataExport } from '#shared/contract/audit.ts'
import type { Input, MethodName, Output, Transport } from '#shared/contract/contract.ts'
import { AppError } from '#shared/app-error.ts'
import { listRecords } from '../../src-main/services/audit/list-records.ts'
import type { CliCommand } from '../../src-main/cli/terminal/command.ts'
import { measureCommand } from '../../src-main/cli/commands/measure.ts'
import { sqlCommand } from '../../src-main/cli/commands/sql.ts'
import { viewCommand } from '../../src-main/cli/commands/view.ts'
import type { AuditEntry } from '../../src-main/ports/host.ts'
import type { App } from '../../src-renderer/state/app.ts'
import { releaseRecorded } from '../../src-renderer/state/record-export.ts'
import { StartedDownload } from '../../src-renderer/state/started-download.ts'
import { beginDataFolder } from '../support/data-folder.ts'
import { testServices, type TestServices } from '../support/services.ts'
import { exists, measureResources, retrieve } from '../support/small-measures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { unmanaged } from '../support/policies.ts'
import { runDirectly } from '../support/populus-command.ts'

// Whatever hands data out leaves one record before and one after, and never another number of them.

type Outcome = 'success' | 'failure'
type Records = readonly Pick<AuditEntry, 'action' | 'outcome' | 'intent'>[]

function expectTwo(records: Records, action: AuditAction, outcome: Outcome, firstNumber: number): void {
  expect(records.map((record) => [record.action, record.outcome, record.intent])).toEqual([
    [action, 'intent', undefined],
    [action, outcome, firstNumber]
  ])
}

function transportOf({ dispatch }: TestServices): Transport {
  return {
    async call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
      const reply = await dispatch(method, input, { windowId: 1 })
      if (!reply.ok) throw new AppError(reply.error.code, reply.error.message)
      return reply.value as Output<M>
    },
    subscribe: () => () => undefined
  }
}

describe('what leaves through the page', () => {
  const ways: readonly DataExport[] = [
    { what: 'worklist', format: 'csv', rows: 3, names: true },
    { what: 'worklist', format: 'xlsx', rows: 3, names: false },
    { what: 'worklist', format: 'print', rows: 3, names: false },
    { what: 'scorecard', format: 'html', rows: 3, names: false },
    { what: 'measure-report', format: 'json', rows: 3, names: false },
    { what: 'gaps-bundle', format: 'json', rows: 3, names: true },
    { what: 'pack', format: 'pdf', rows: 3, names: false },
    { what: 'people', format: 'csv', rows: 3, columns: 4, names: true },
    { what: 'rows', format: 'csv', rows: 3, columns: 4, names: false },
    { what: 'record', format: 'clipboard', names: true, person: 'patient-eve' },
    { what: 'sql-result', format: 'parquet', rows: 3, names: false },
    { what: 'table', format: 'arrow', names: false },
    { what: 'view-result', format: 'xlsx', rows: 3, names: false },
    { what: 'chart', format: 'png', names: false },
    { what: 'figures', format: 'clipboard', rows: 1, columns: 1, names: false },
    { what: 'rejects', format: 'csv', rows: 3, names: false }
  ]

  it.each(ways)('$what as $format: one record before, one after', async (leaving) => {
    const services = testServices(temporaryFolder())
    let before: Records = []
    await releaseRecorded({ transport: transportOf(services) }, leaving, () => (before = [...services.audited]))
    expect(before.map(({ outcome }) => outcome)).toEqual(['intent'])
    expectTwo(services.audited, 'data.exported', 'success', 1)
    expect(services.audited[1]!.facts).toEqual(services.audited[0]!.facts)
    expect(JSON.stringify(services.audited)).not.toContain('patient-eve')
  })

  it('say of a file whose dialog was dismissed that it did not leave', async () => {
    for (const saved of [false, true]) {
      const services = testServices(temporaryFolder())
      let tell: ((ended: { readonly url: string; readonly saved: boolean }) => void) | undefined
      const transport: Transport = {
        ...transportOf(services),
        subscribe(name, listener) {
          if (name === 'download.ended') tell = listener as unknown as typeof tell
          return () => (tell = undefined)
        }
      }
      const app = { transport, info: { host: 'electron' } as App['info'] }
      const left = releaseRecorded(app, ways[0]!, () => new StartedDownload('blob:x', new Blob(['abc'])))
      await vi.waitFor(() => expect(tell).toBeDefined())
      await new Promise(setImmediate)
      // The dialog is open.
      expect(services.audited).toHaveLength(1)
      tell?.({ url: 'blob:another', saved: true })
      tell?.({ url: 'blob:x', saved })
      expect(await left).toBe(saved)
      expectTwo(services.audited, 'data.exported', saved ? 'success' : 'failure', 1)
      expect(services.audited[1]!.facts).toHaveProperty('rows', 3)
      expect(Object.hasOwn(services.audited[1]!.facts ?? {}, 'sha256')).toBe(saved)
    }
  })

  it('has the hash of the file that was saved in the second one', async () => {
    const services = testServices(temporaryFolder())
    await releaseRecorded({ transport: transportOf(services) }, ways[0]!, () => new Blob(['abc']))
    expectTwo(services.audited, 'data.exported', 'success', 1)
    // FIPS 180-2, appendix B.1.
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(services.audited[1]!.facts).toEqual({ ...services.audited[0]!.facts, files: 1, bytes: 3, sha256 })
  })

  it('that failed, or was refused by the browser, is recorded as a failure', async () => {
    const failing = [
      () => {
        throw new Error('the disk is full')
      },
      () => false
    ]
    for (const release of failing) {
      const services = testServices(temporaryFolder())
      const done = releaseRecorded({ transport: transportOf(services) }, ways[0]!, release)
      await done.catch((error: unknown) => expect(error).toEqual(new Error('the disk is full')))
      expectTwo(services.audited, 'data.exported', 'failure', 1)
    }
  })

  it('does not leave when it cannot be announced', async () => {
    const services = testServices(temporaryFolder(), { auditFails: 'intent' })
    let left = false
    const done = releaseRecorded({ transport: transportOf(services) }, ways[0]!, () => (left = true))
    await expect(done).rejects.toThrow()
    expect(left).toBe(false)
    expect(services.audited).toEqual([])
  })

  it('ends once, and only what was announced', async () => {
    const services = testServices(temporaryFolder())
    const transport = transportOf(services)
    await expect(transport.call('data.exported', { record: 1, done: true })).rejects.toThrow('not announced')
    const { record } = await transport.call('data.exporting', ways[0]!)
    await transport.call('data.exported', { record, done: true })
    await expect(transport.call('data.exported', { record, done: true })).rejects.toThrow('ended already')
    expectTwo(services.audited, 'data.exported', 'success', 1)
  })

  it.each([
    ['audit.export', { query: {}, format: 'csv' }, 'audit.exported'],
    ['audit.export', { query: {}, format: 'jsonl' }, 'audit.exported'],
    ['exports.logFile', { id: 'export-0001' }, 'export.log-saved']
  ] as const)('by %s %j: one record before, one after', async (method, input, action) => {
    const services = testServices(temporaryFolder())
    await transportOf(services).call(method, input)
    expectTwo(services.audited, action, 'success', 1)
  })
})

describe('what leaves through the command line', () => {
  const passphrase = 'four unlikely words together'
  const folder = mkdtempSync(join(tmpdir(), 'populus-two-records-'))
  const [data, content, secret] = [join(folder, 'data'), join(folder, 'content.json'), join(folder, 'passphrase')]
  const resources = resolve(import.meta.dirname, '../../resources')

  beforeAll(async () => {
    writeFileSync(secret, `${passphrase}\n`, { mode: 0o600 })
    const measure = {
      name: 'Any',
      denominator: exists(retrieve('Condition', 'Any')),
      numerator: exists(retrieve('Condition', 'Any'))
    }
    const entry = measureResources([measure], { Any: ['diabetes'] }).map((resource) => ({ resource }))
    writeFileSync(content, JSON.stringify({ resourceType: 'Bundle', entry }))
    const texts = { 'Patient.ndjson': '{"resourceType":"Patient","id":"p","gender":"female"}\n' }
    await beginDataFolder(data, passphrase, 'kept', texts)
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  interface Way {
    readonly what: string
    readonly command: CliCommand
    readonly args: readonly string[]
    readonly action: AuditAction
    readonly outcome: Outcome
  }
  const locked = ['--passphrase-file', secret]
  const select = 'select id from patient'
  const out = (name: string): string[] => ['--out', join(folder, name)]
  const files = ['csv', 'xlsx', 'arrow', 'parquet']
  const ways: readonly Way[] = [
    { what: 'sql, text', command: sqlCommand, args: [data, select], action: 'data.read', outcome: 'success' },
    { what: 'sql, JSON', command: sqlCommand, args: [data, select, '--json'], action: 'data.read', outcome: 'success' },
    ...files.map((format) => ({
      what: `sql, ${format}`,
      command: sqlCommand,
      args: [data, select, '--format', format, ...out(`sql.${format}`)],
      action: 'data.exported' as const,
      outcome: 'success' as const
    })),
    {
      what: 'sql, wrong',
      command: sqlCommand,
      args: [data, 'select x from y'],
      action: 'data.read',
      outcome: 'failure'
    },
    {
      what: 'view, CSV',
      command: viewCommand,
      args: ['patient', '--data', data],
      action: 'data.read',
      outcome: 'success'
    },
    ...['json', ...files].map((format) => ({
      what: `view, ${format} file`,
      command: viewCommand,
      args: ['patient', '--data', data, '--format', format, ...out(`view.${format}`)],
      action: 'data.exported' as const,
      outcome: 'success' as const
    })),
    {
      what: 'measure, people',
      command: measureCommand,
      args: [content, '--data', data, '--patients', '--threads', '1'],
      action: 'measures.ran',
      outcome: 'success'
    },
    {
      what: 'measure, JSON',
      command: measureCommand,
      args: [content, '--data', data, '--json', '--threads', '1'],
      action: 'measures.ran',
      outcome: 'success'
    }
  ]

  it.each(ways)('$what: one record before, one after', async ({ command, args, action, outcome }) => {
    const audit = join(data, 'audit')
    const { rows: earlier } = await listRecords(audit, {}, { limit: 1 })
    const last = earlier[0]?.seq ?? 0
    let printed = 0
    const io = { out: () => void (printed += 1), err: () => undefined, terminal: false, policies: unmanaged, resources }
    const ended = await runDirectly(command, [...args, ...locked], io).then(
      () => 'success',
      () => 'failure'
    )
    expect(ended).toBe(outcome)
    const { rows } = await listRecords(audit, {}, { limit: 100 })
    const records = rows.reverse().filter(({ seq, action: done }) => seq > last && done === action)
    const announced = records[0]!.seq
    expectTwo(records as Records, action, outcome, announced)
    expect(printed > 0).toBe(outcome === 'success' && !args.includes('--out'))
  })
})
