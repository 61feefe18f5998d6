import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { beginDataFolder } from '../../support/data-folder.ts'
import { headlessProgram } from '../../support/populus-command.ts'

const passphrase = 'four unlikely words together'
const env = { ...process.env, POPULUS_PASSPHRASE: passphrase }
const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n'

let data: string

interface AuditLine {
  readonly seq: number
  readonly action: string
  readonly outcome: string
  readonly intent?: number
  readonly facts: Readonly<Record<string, unknown>>
}

function records(): AuditLine[] {
  const path = join(data, 'audit', 'audit.jsonl')
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AuditLine)
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'populus-unfinished-'))
  await beginDataFolder(data, passphrase, 'saved', { 'Patient.ndjson': '{"resourceType":"Patient","id":"p"}\n' })
})

afterAll(() => rmSync(data, { recursive: true, force: true }))

/** The last record is the outcome of the read that was announced last, and the log is intact. */
function expectFailure(facts: AuditLine['facts']): void {
  const all = records()
  const intents = all.filter(({ action, outcome }) => action === 'data.read' && outcome === 'intent')
  expect(all.at(-1)).toMatchObject({ action: 'data.read', outcome: 'failure', intent: intents.at(-1)!.seq, facts })
  expect(all.filter(({ intent }) => intent === intents.at(-1)!.seq)).toHaveLength(1)
  const check = spawnSync(process.execPath, [headlessProgram, 'audit', '--verify', '--data', data], {
    encoding: 'utf8',
    env
  })
  expect(check.status, check.stderr).toBe(0)
}

describe('a read that a command did not finish', () => {
  it('is in the audit log as a failure when its time was over', () => {
    const run = spawnSync(process.execPath, [headlessProgram, 'sql', data, endless, '--timeout', '1'], {
      encoding: 'utf8',
      env
    })
    expect(run.status, run.stderr).toBe(7)
    expectFailure({ code: 'not-allowed', reason: 'timeout' })
  })

  it('is in the audit log as a failure when it was cancelled', async () => {
    const before = records().length
    const child = spawn(process.execPath, [headlessProgram, 'sql', data, endless], { stdio: 'ignore', env })
    const isBegun = (): boolean =>
      records()
        .slice(before)
        .some(({ outcome }) => outcome === 'intent')
    await vi.waitFor(() => expect(isBegun()).toBe(true), { timeout: 30_000, interval: 20 })
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(130)
    expectFailure({ code: 'cancelled', reason: 'cancelled' })
  })

  it('leaves what did finish with its one outcome', () => {
    const run = spawnSync(process.execPath, [headlessProgram, 'sql', data, 'select count(*) from patient'], { env })
    expect(run.status).toBe(0)
    expect(records().at(-1)).toMatchObject({ action: 'data.read', outcome: 'success' })
  })
})
