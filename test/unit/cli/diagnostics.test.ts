import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeDiagnostics } from '../../../src-main/services/health/make-diagnostics.ts'
import { diagnosticsCommand } from '../../../src-main/cli/diagnostics/diagnostics.ts'
import { healthCommand } from '../../../src-main/cli/commands/health.ts'
import type { CliCommand } from '../../../src-main/cli/terminal/command.ts'
import { runCommand } from '../../../src-main/cli/terminal/run-command.ts'
import { openKeyedAuditLog } from '../../../src-main/services/audit/keyed-audit-log.ts'
import { createLogger } from '../../../src-main/log/logger.ts'
import { systemClock } from '../../../src-main/ports/system.ts'
import { accountName } from '../../../src-main/storage/files/account-name.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { managedBy } from '../../support/policies.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const canaries = ['Quimbly', 'MRN-77', 'zanzibarre.example', 'ward-7', 'Jane']
const schedule = {
  enabled: true,
  times: ['05:30'],
  weekdays: [1],
  zone: 'Quimbly/Jane',
  blackout: [],
  catchUpHours: 4,
  onBattery: false,
  onMetered: false,
  retries: 3,
  retryMinutes: 5,
  fullEveryDays: 30,
  notify: 'problems'
}

/** A data folder in which a name stands wherever somebody could have put one. */
async function installation(): Promise<string> {
  const data = join(temporaryFolder(), 'Quimbly')
  mkdirSync(join(data, 'snapshots', 'Quimbly-MRN-77'), { recursive: true, mode: 0o700 })
  for (const part of ['connections', 'exports', 'drafts']) mkdirSync(join(data, part))
  writeFileSync(join(data, 'snapshots', 'Quimbly-MRN-77', 'Jane.sealed'), 'x'.repeat(100))
  writeFileSync(join(data, 'drafts', 'Jane.draft'), 'Quimbly')
  writeFileSync(
    join(data, 'settings.json'),
    JSON.stringify({ Quimbly: 'MRN-77', auditSink: 'syslog+tls://zanzibarre.example:1' })
  )
  const settings = settingsFor('https://zanzibarre.example/ward-7', { name: 'Jane Quimbly', clientId: 'MRN-77' })
  const connection = { version: 1, id: 'Quimbly-MRN-77', createdAt: 1, settings, keys: [], hasSecret: false, schedule }
  writeFileSync(join(data, 'connections', 'Quimbly-MRN-77.json'), JSON.stringify(connection))
  writeFileSync(join(data, 'connections', 'Jane.json'), 'Quimbly')
  const keyring = quickKeyring(join(data, 'snapshots', 'keyring.json'))
  await keyring.create('four unlikely words together')
  const writer = { version: '0.1.0', host: 'headless' } as const
  const log = createLogger(join(data, 'logs', 'populus.log'), systemClock)
  const audit = await openKeyedAuditLog({ data, keyring, writer, clock: systemClock, log })
  await audit.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1, reason: 'Quimbly' } })
  keyring.lock()
  log.write('error', 'exports.failed', { code: 'unreadable-file', resources: 12 })
  log.write('error', 'exports.failed', { code: 'unreadable-file', person: 'Quimbly' })
  // Somebody else wrote into the log.
  const entry = { time: '2026-11-28T10:00:00.000Z', level: 'error', event: 'exports.failed' }
  const path = join(data, 'logs', 'populus.log')
  const foreign = [
    JSON.stringify({ ...entry, message: 'Jane Quimbly, MRN-77', Quimbly: 1, 'ward-7': 2, deep: { Jane: 1 } }),
    JSON.stringify({ ...entry, event: 'Jane.quimbly' }),
    'Quimbly'
  ]
  writeFileSync(path, `${readFileSync(path, 'utf8')}${foreign.join('\n')}\n`)
  return data
}

it('populus diagnostics says how an installation is, and names nobody and nothing of it', async () => {
  const data = await installation()
  // Leads to itself, so that its size cannot be read.
  symlinkSync('loop', join(data, 'drafts', 'loop'))
  const before = readdirSync(data, { recursive: true }).sort()
  let printed = ''
  const io = {
    out: (part: string) => (printed += part),
    err: () => undefined,
    terminal: false,
    policies: managedBy({ AllowCsvExport: false, AllowedFhirHosts: ['zanzibarre.example'], Quimbly: 'Jane' }),
    resources: ''
  }
  expect(await runCommand(diagnosticsCommand, ['--data', data], io)).toBe(0)
  for (const text of [...canaries, accountName(), data]) expect(printed.toLowerCase()).not.toContain(text.toLowerCase())
  const bundle = JSON.parse(printed) as Record<string, unknown>
  expect(bundle).toMatchObject({
    format: 'populus-diagnostics-1',
    program: { node: process.versions.node },
    platform: { system: process.platform },
    policies: {
      inForce: expect.arrayContaining([{ name: 'AllowCsvExport', state: 'enforced' }]) as unknown,
      problems: 1
    },
    health: expect.arrayContaining([
      expect.objectContaining({ name: 'audit-log', state: 'ok' }),
      expect.objectContaining({ name: 'keyring', facts: { state: 'locked', by: 'passphrase', recovery: false } })
    ]) as unknown,
    schedules: [null, { enabled: true, times: ['05:30'], blackout: 0 }],
    sizes: { snapshots: { files: 2 }, drafts: { files: 1, bytes: 7, unreadable: 1 } },
    kinds: [
      { event: 'exports.failed', code: 'unreadable-file', count: 2 },
      { event: 'exports.failed', count: 1 }
    ]
  })
  expect(readdirSync(data, { recursive: true }).sort()).toEqual(before)

  const out = join(temporaryFolder(), 'diagnostics.json')
  expect(await runCommand(diagnosticsCommand, ['--data', data, '--out', out], io)).toBe(0)
  expect(Object.keys(JSON.parse(readFileSync(out, 'utf8')) as object)).toEqual(Object.keys(bundle))
})

it('populus diagnostics works where there is no data folder', async () => {
  let printed = ''
  const io = {
    out: (part: string) => (printed += part),
    err: () => undefined,
    terminal: false,
    policies: managedBy({}),
    resources: ''
  }
  const data = join(temporaryFolder(), 'none')
  expect(await runCommand(diagnosticsCommand, ['--data', data], io)).toBe(0)
  expect(JSON.parse(printed)).toMatchObject({ log: [], health: [{ name: 'data-folder', state: 'failed' }, {}] })
})

// Each is something else than what Populus makes under its name, so that nothing of it can be read.
it.each([
  ['connections', 'file', 'connection'],
  ['exports', 'file', 'connection'],
  ['audit', 'file', 'audit-log'],
  ['snapshots', 'file', 'keyring'],
  ['connections', 'loop', 'connection'],
  ['audit', 'loop', 'audit-log'],
  ['snapshots', 'loop', 'keyring'],
  ['logs', 'file', undefined],
  ['logs', 'loop', undefined]
])('populus diagnostics and health say so where %s is a %s', async (part, kind, check) => {
  const data = await installation()
  rmSync(join(data, part), { recursive: true })
  if (kind === 'loop') symlinkSync(part, join(data, part))
  else writeFileSync(join(data, part), 'Quimbly')
  const run = async (
    command: CliCommand
  ): Promise<{ readonly code: number; readonly answer: Record<string, unknown> }> => {
    let printed = ''
    const io = {
      out: (text: string) => (printed += text),
      err: () => undefined,
      terminal: false,
      policies: managedBy({}),
      resources: ''
    }
    const words = command === healthCommand ? ['--json', '--data', data] : ['--data', data]
    const code = await runCommand(command, words, io)
    for (const text of canaries) expect(command === healthCommand ? '' : printed).not.toContain(text)
    return { code, answer: JSON.parse(printed) as Record<string, unknown> }
  }
  const bundle = await run(diagnosticsCommand)
  expect(bundle.code).toBe(0)
  if (check === undefined) expect(bundle.answer).toMatchObject({ log: [], unreadableLogs: 2 })
  else {
    const failed = expect.arrayContaining([expect.objectContaining({ name: check, state: 'failed' })]) as unknown
    expect(bundle.answer).toMatchObject({ health: failed })
    expect(await run(healthCommand)).toMatchObject({ code: 2, answer: { state: 'failed', checks: failed } })
  }
  expect(bundle.answer['health']).toContainEqual(expect.objectContaining({ name: 'policies' }))
})

it('diagnostics say that the schedules cannot be read, where their folder cannot', async () => {
  const data = temporaryFolder()
  writeFileSync(join(data, 'connections'), 'no folder')
  expect(await makeDiagnostics({ data, version: '1.0.0', policies: managedBy({}), now: 0 })).toMatchObject({
    schedules: null
  })
})
