import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listRecords } from '../../../src-main/services/audit/list-records.ts'
import { writeSigningKey } from '../../../src-main/auth/signing-key.ts'
import { headlessProgram, runPopulus, type CommandOutcome } from '../../support/populus-command.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { canary, plainResources, smallHistory, startSandbox, trueResources, type Sandbox } from './sandbox.ts'

const environmentOf = (args: readonly string[], data: string): Record<string, string> => ({
  POPULUS_DATA: data,
  POPULUS_PASSPHRASE: args.includes('--plain') ? '' : passphrase
})

const populus = (args: readonly string[], command = 'export', data = temporaryFolder()): Promise<CommandOutcome> =>
  runPopulus([command, ...args], environmentOf(args, data))

/** Starts an export in a process of its own. @returns its exit code, null when it was killed */
async function killedExport(args: readonly string[], killWhen: () => boolean): Promise<number | null> {
  const running = spawn(process.execPath, [headlessProgram, 'export', ...args], {
    env: { ...process.env, ...environmentOf(args, temporaryFolder()) },
    stdio: 'ignore'
  })
  const watch = setInterval(() => (killWhen() ? running.kill('SIGKILL') : undefined), 5)
  const [code] = (await once(running, 'close')) as [number | null]
  clearInterval(watch)
  return code
}

const passphrase = 'four unlikely words'

function argumentsFor(sandbox: Sandbox, out: string): string[] {
  const key = join(temporaryFolder(), 'private.jwks.json')
  writeFileSync(key, JSON.stringify({ keys: [JSON.parse(writeSigningKey(sandbox.key))] }), { mode: 0o644 })
  return [
    '--base-url',
    sandbox.base,
    '--client-id',
    'app',
    '--key',
    key,
    '--allow-http-loopback',
    '--plain',
    '--json',
    '--out',
    out
  ]
}

describe('populus export', () => {
  it('refuses types that the server does not have, by name, before anything is requested', async () => {
    const sandbox = await startSandbox()
    const args = argumentsFor(sandbox, join(temporaryFolder(), 'new'))
    const { code, err } = await populus([...args, '--level', 'patient', '--type', 'Patient,Goal,Task'])
    expect(code).toBe(2)
    expect(err).toContain('Others on this computer can read the private key.')
    expect(err).toContain('This server does not have the resource types Goal, Task. Nothing was requested.')
    expect(sandbox.server.seen.some(({ path }) => path.includes('export'))).toBe(false)
  })

  it.each(['plain', 'sealed'])('is recorded in the audit log, before and after (%s)', async (how) => {
    const sandbox = await startSandbox()
    const out = join(temporaryFolder(), 'new')
    const data = temporaryFolder()
    const args = argumentsFor(sandbox, out).filter((each) => how === 'plain' || each !== '--plain')
    const { code } = await populus([...args, '--level', 'patient', '--type', 'Patient'], 'export', data)
    expect(code).toBe(0)
    const { rows } = await listRecords(join(how === 'plain' ? data : out, 'audit'), {}, { limit: 10 })
    const records = rows.filter(({ action }) => action.startsWith('export.')).reverse()
    expect(records.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['export.started', 'intent'],
      ['export.ended', 'success']
    ])
    expect(records[1]!.intent).toBe(records[0]!.seq)
    for (const { actor, version, facts } of records) {
      expect(actor).not.toBe('')
      expect(version).toMatch(/^\d+\.\d+\.\d+/)
      expect(facts).toMatchObject({ reason: 'command', how, level: 'patient', types: 1 })
    }
  })

  it('prints one object and ends with 0', async () => {
    const sandbox = await startSandbox()
    const out = join(temporaryFolder(), 'new')
    const {
      code,
      out: text,
      err
    } = await populus([
      ...argumentsFor(sandbox, out),
      '--level',
      'group',
      '--group',
      'o0',
      '--type',
      'Patient,Condition'
    ])
    expect(err).toMatch(/in the clear/)
    expect(code).toBe(0)
    const result = JSON.parse(text) as Record<string, unknown>
    expect(Object.keys(result)).toEqual([
      'state',
      'outcome',
      'types',
      'people',
      'files',
      'bytes',
      'deleted',
      'issues',
      'transactionTime',
      'seconds',
      'completeness'
    ])
    expect(result).toMatchObject({
      state: 'committed',
      types: { Patient: { resources: 6, rejected: 0 }, Condition: { resources: 6, rejected: 0 } },
      deleted: 0,
      issues: [],
      transactionTime: '2026-01-31T00:00:00Z'
    })
    expect(plainResources(out).size).toBe(12)
    const log = readFileSync(join(out, '.export', 'populus.log'), 'utf8')
      .trim()
      .split('\n')
    expect(log.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'info', event: 'exports.began', kind: 'full', reason: 'command' },
      {
        level: 'info',
        event: 'exports.ended',
        state: 'committed',
        resources: 12,
        rejected: 0,
        completeness: 'complete'
      }
    ])
  })

  it.each([true, false])('writes files of several megabytes in the clear (gzip: %s)', async (gzip) => {
    const history = smallHistory(5000, 5000)
    const sandbox = await startSandbox({ history, gzip })
    const out = join(temporaryFolder(), 'new')
    const { code, err } = await populus([...argumentsFor(sandbox, out), '--level', 'system'])
    expect(code, err).toBe(0)
    expect(plainResources(out)).toEqual(await trueResources(history))
    const sizes = readdirSync(join(out, 'fhir')).map((name) => statSync(join(out, 'fhir', name)).size)
    expect(Math.max(...sizes)).toBeGreaterThan(2_000_000)
  })

  it('goes on in the middle of a file of several megabytes after a cut and after a kill', async () => {
    const history = smallHistory(5000, 5000)
    const sandbox = await startSandbox({
      history,
      gzip: false,
      faults: [
        { at: 'file', kind: 'reset' },
        { at: 'file', kind: 'drip', times: 3 }
      ]
    })
    const out = join(temporaryFolder(), 'new')
    const args = [...argumentsFor(sandbox, out), '--level', 'system']
    const parts = join(out, '.export', 'parts')
    const killed = await killedExport(
      args,
      () => existsSync(parts) && readdirSync(parts).some((name) => statSync(join(parts, name)).size > 1_000_000)
    )
    expect(killed).toBeNull()
    const { code, err } = await populus(args)
    expect(code, err).toBe(0)
    expect(plainResources(out)).toEqual(await trueResources(history))
  })

  it('goes on with the same export after it was killed', async () => {
    const sandbox = await startSandbox({ pollsBeforeDone: 3, retryAfterSeconds: 1 })
    const out = join(temporaryFolder(), 'new')
    const args = [...argumentsFor(sandbox, out), '--level', 'system']
    const killed = await killedExport(args, () =>
      sandbox.server.seen.some(({ path }) => path.includes('export-status'))
    )
    expect(killed).toBeNull()
    expect(existsSync(join(out, 'fhir'))).toBe(false)
    const { code, out: text } = await populus(args)
    expect(code, text).toBe(0)
    expect(plainResources(out)).toEqual(await trueResources(smallHistory()))
    expect(sandbox.server.seen.filter(({ path }) => path.includes('$export'))).toHaveLength(1)
    const again = await populus(args)
    expect(JSON.parse(again.out)).toEqual(JSON.parse(text))
    const other = await populus([...args, '--type', 'Patient'])
    expect(other.code).toBe(0)
  })

  it('seals the data in the folder, goes on after a kill, refreshes, and other commands open them', async () => {
    const sandbox = await startSandbox({ pollsBeforeDone: 3, retryAfterSeconds: 1 })
    const out = join(temporaryFolder(), 'store')
    mkdirSync(join(out, 'snapshots'), { recursive: true })
    await quickKeyring(join(out, 'snapshots', 'keyring.json')).create(passphrase)
    const args = argumentsFor(sandbox, out).filter((argument) => argument !== '--plain')
    const killed = await killedExport([...args, '--level', 'system'], () =>
      sandbox.server.seen.some(({ path }) => path.includes('export-status'))
    )
    expect(killed).toBeNull()
    const { code, out: text, err } = await populus([...args, '--level', 'system'])
    expect(code, err).toBe(0)
    expect(sandbox.server.seen.filter(({ path }) => path.includes('$export'))).toHaveLength(1)
    for (const path of readdirSync(out, { recursive: true, encoding: 'utf8' }))
      if (statSync(join(out, path)).isFile()) expect(readFileSync(join(out, path)).includes(canary), path).toBe(false)
    const again = await populus([...args, '--level', 'system'])
    expect(JSON.parse(again.out)).toEqual(JSON.parse(text))
    const other = await populus([...args, '--level', 'system', '--type', 'Patient'])
    expect(other.code).toBe(2)
    const query = ['--json', out, 'select count(*) as people from patient']
    expect((await populus(query, 'sql')).out).toContain('12')
    sandbox.server.advance()
    const refreshed = await populus([...args, '--level', 'system', '--incremental'])
    expect(refreshed.code, refreshed.err).toBe(0)
    expect((JSON.parse(refreshed.out) as { deleted: number }).deleted).toBeGreaterThan(0)
    const loaded = await populus(['--json', out], 'load')
    const truth = await trueResources(smallHistory(), 1)
    const people = [...truth.keys()].filter((key) => key.startsWith('Patient/')).length
    expect((await populus(query, 'sql')).out).toContain(String(people))
    expect(loaded.code, loaded.err).not.toBe(2)
    expect(loaded.out).toContain('"Patient"')
  })

  it('ends with 2 and a sentence when it cannot begin', async () => {
    const sandbox = await startSandbox()
    const args = argumentsFor(sandbox, join(temporaryFolder(), 'new'))
    for (const [wrong, sentence] of [
      [args, /--level/],
      [[...args.filter((arg) => arg !== '--plain'), '--level', 'system', '--refresh', 'x'], /--incremental/],
      [[...args.filter((arg) => arg !== '--allow-http-loopback'), '--level', 'system'], /https/],
      [[...args, '--level', 'group'], /--group/],
      [[...args, '--level', 'system', '--vendor', 'nobody'], /vendor profile/],
      [[...args, '--level', 'system', '--since', 'yesterday'], /zone/]
    ] as const) {
      const { code, err } = await populus(wrong)
      expect(code).toBe(2)
      expect(err).toMatch(sentence)
    }
  })
})
