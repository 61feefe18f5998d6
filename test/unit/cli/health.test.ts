import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { healthCommand } from '../../../src-main/cli/commands/health.ts'
import { checkConnection } from '../../../src-main/services/health/connection-checks.ts'
import { checkKeyring } from '../../../src-main/services/health/folder-checks.ts'
import type { HealthCheck } from '../../../src-main/services/health/health-check.ts'
import { runCommand } from '../../../src-main/cli/terminal/run-command.ts'
import { openKeyedAuditLog } from '../../../src-main/services/audit/keyed-audit-log.ts'
import type { EndedRun, ExportRecord } from '../../../src-main/services/exports/export-record.ts'
import type { PolicyPort } from '../../../src-main/ports/host.ts'
import { systemClock } from '../../../src-main/ports/system.ts'
import { managedBy, unmanaged } from '../../support/policies.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const silent = { write: () => undefined }
const hour = 3_600_000

async function health(data: string, policies: PolicyPort = unmanaged, ...more: string[]) {
  let text = ''
  const context = {
    out: (part: string) => (text += part),
    err: () => undefined,
    terminal: false,
    policies,
    resources: ''
  }
  const code = await runCommand(healthCommand, ['--json', '--min-free', '0', '--data', data, ...more], context)
  const { state, checks } = JSON.parse(text) as { readonly state: string; readonly checks: HealthCheck[] }
  return { code, state, checks, of: (name: string) => checks.find((check) => check.name === name) }
}

async function installation(): Promise<string> {
  const data = temporaryFolder()
  chmodSync(data, 0o700)
  mkdirSync(join(data, 'snapshots'))
  const keyring = quickKeyring(join(data, 'snapshots', 'keyring.json'))
  await keyring.create('four unlikely words together')
  const writer = { version: '0.1.0', host: 'headless' } as const
  const audit = await openKeyedAuditLog({ data, keyring, writer, clock: systemClock, log: silent })
  await audit.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })
  keyring.lock()
  return data
}

describe('populus health', () => {
  it('finds nothing in a sound installation, and changes nothing', async () => {
    const data = await installation()
    const before = readdirSync(data, { recursive: true }).sort()
    const { code, state, of } = await health(data)
    expect([code, state]).toEqual([0, 'ok'])
    expect(of('keyring')).toMatchObject({ state: 'ok', facts: { state: 'locked', by: 'passphrase', recovery: false } })
    expect(of('audit-log')).toMatchObject({ state: 'ok' })
    expect(readdirSync(data, { recursive: true }).sort()).toEqual(before)
  })

  it('fails for a folder that is not there, and makes none', async () => {
    const data = join(temporaryFolder(), 'none')
    const { code, checks } = await health(data)
    expect(code).toBe(2)
    expect(checks.map(({ name, state }) => [name, state])).toEqual([
      ['data-folder', 'failed'],
      ['policies', 'ok']
    ])
  })

  it('fails for a connection whose file is damaged', async () => {
    const data = await installation()
    mkdirSync(join(data, 'connections'))
    writeFileSync(join(data, 'connections', 'c1234567890.json'), '{"id":')
    const { code, of } = await health(data)
    expect(code).toBe(2)
    expect(of('connection')).toMatchObject({ state: 'failed', facts: { unreadable: 1 } })
  })

  it('tells every check in a sentence of its own', async () => {
    const sentences = (await health(await installation())).checks.map(({ text }) => text)
    expect(sentences).toContain('No policies are set.')
    expect(sentences.filter((sentence) => !/^[\dA-Z].*\.$/.test(sentence))).toEqual([])
  })

  it('warns of a folder that others can enter, of a disk that fills up, and of policies that cannot be read', async () => {
    const data = await installation()
    chmodSync(data, 0o755)
    const { code, of } = await health(data, managedBy({ AllowPrint: 'x' }), '--min-free', '100000')
    expect(code).toBe(2)
    if (process.platform !== 'win32') expect(of('data-folder')).toMatchObject({ state: 'warning' })
    expect(of('disk')).toMatchObject({ state: 'failed' })
    expect(of('policies')).toMatchObject({ state: 'warning', facts: { problems: 1, strictest: 1 } })
  })

  it('fails for an audit log that was changed', async () => {
    const data = await installation()
    writeFileSync(join(data, 'audit', 'audit.jsonl'), '{"seq":1}\n')
    expect(await health(data)).toMatchObject({ code: 2, state: 'failed' })
  })

  it('refuses what is no number', async () => {
    const context = { out: () => undefined, err: () => undefined, terminal: false, policies: unmanaged, resources: '' }
    expect(await runCommand(healthCommand, ['--max-age', 'week'], context)).toBe(2)
  })
})

describe('the health of a connection', () => {
  const now = Date.UTC(2026, 10, 27)
  const settings = { name: 'Main EHR', auth: 'private_key_jwt', clientId: 'app' } as never
  const keys = [{}] as never
  const schedule = { enabled: true } as never
  const run = (ended: Partial<EndedRun> | undefined, createdAt = now): ExportRecord =>
    ({ createdAt, ended: ended && { at: createdAt, resources: 5, ...ended } }) as never
  const check = (history: readonly ExportRecord[], watched: object = {}): HealthCheck =>
    checkConnection({ id: 'c1', settings, schedule, keys, hasSecret: false, ...watched }, history, now, 48 * hour)

  it('is that of its last export', () => {
    expect(check([run(undefined), run({ state: 'committed' })]).state).toBe('ok')
    expect(check([run({ state: 'failed', code: 'network' }), run({ state: 'committed' })])).toMatchObject({
      state: 'failed',
      facts: { connection: 'c1', lastState: 'failed', code: 'network', ageHours: 0 }
    })
    expect(check([run({ state: 'partial' })]).state).toBe('warning')
  })

  it('is a warning before the first export ends, and where nobody can sign in', () => {
    expect(check([])).toMatchObject({ state: 'warning', text: 'Main EHR: no export has ended yet.' })
    expect(check([run(undefined)])).toMatchObject({ state: 'warning' })
    const text = 'Main EHR: no export has ended yet. Make a key pair, or import one.'
    expect(check([], { keys: [] })).toMatchObject({ state: 'warning', text })
    expect(check([run({ state: 'committed' })], { keys: [] })).toMatchObject({
      state: 'warning',
      text: 'Main EHR: the next export cannot sign in. Make a key pair, or import one.'
    })
  })

  it('is a warning where a schedule brings nothing new', () => {
    const old = run({ state: 'committed' }, now - 49 * hour)
    expect(check([old])).toMatchObject({ state: 'warning', facts: { ageHours: 49 } })
    expect(check([old], { schedule: undefined }).state).toBe('ok')
  })
})

describe('the health of a keyring', () => {
  it('fails where a keychain does not give its key', () => {
    const keyring = { state: 'locked', by: 'keychain' } as const
    expect(checkKeyring(keyring, true).state).toBe('failed')
    expect(checkKeyring(keyring, false).state).toBe('ok')
    expect(checkKeyring({ state: 'absent', by: 'passphrase' }, false).state).toBe('ok')
  })
})
