import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { beginDataFolder } from '../support/data-folder.ts'
import { headlessProgram, runPopulus } from '../support/populus-command.ts'

const passphrase = 'four unlikely words together'
const folder = mkdtempSync(join(tmpdir(), 'populus-killed-measures-'))
const data = join(folder, 'data')
const env = { POPULUS_PASSPHRASE: passphrase, POPULUS_DATA: join(folder, 'other') }
const core = resolve(import.meta.dirname, '../../resources/measures/core')
/** One measure, with what it shares with others. */
const content = ['hba1c-control', 'shared', 'value-sets'].map((name) => join(core, name))

let unfinished: string
let expected: string

/** The records of so many people do not fit into the smallest memory. */
const words = (period: string): string[] => [
  'measure',
  ...content,
  '--data',
  data,
  '--period',
  period,
  '--cores',
  '1',
  '--memory',
  '256MB',
  '--supplemental',
  '--json'
]

/** What a run printed, but for how long it took. */
const results = (out: string): string => out.replace(/"seconds":[\d.]+/g, '"seconds":0')

/** Starts a run. @returns it, once it has stored what the first people came to */
async function runThatStored(): Promise<ChildProcess> {
  const before = existsSync(unfinished) ? statSync(unfinished).ino : undefined
  const child = spawn(process.execPath, [headlessProgram, ...words('2025')], {
    stdio: 'ignore',
    env: { ...process.env, ...env }
  })
  const isStored = (): boolean => existsSync(unfinished) && statSync(unfinished).ino !== before
  await vi.waitFor(() => expect(isStored()).toBe(true), { timeout: 300_000, interval: 5 })
  return child
}

async function endedBy(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

beforeAll(async () => {
  const plain = join(folder, 'plain')
  await runPopulus(['sample', '--patients', '200', '--out', plain])
  const names = readdirSync(plain).filter((name) => name.endsWith('.ndjson'))
  const texts = Object.fromEntries(names.map((name) => [name, readFileSync(join(plain, name), 'utf8')] as const))
  const id = await beginDataFolder(data, passphrase, 'saved', texts)
  unfinished = join(data, 'snapshots', id, 'unfinished.sealed')
  const { code, out, err } = await runPopulus(words('2025'), env)
  expect(code, err).toBe(0)
  expect(existsSync(unfinished)).toBe(false)
  expected = results(out)
}, 600_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a run of measures over a snapshot', () => {
  it('that was killed goes on where it was, and comes to the same', { timeout: 600_000 }, async () => {
    await endedBy(await runThatStored(), 'SIGKILL')
    expect(readFileSync(unfinished, 'latin1')).not.toContain('populus')
    const other = await runPopulus(words('2024'), env)
    expect(other.err).not.toContain('interrupted')

    await endedBy(await runThatStored(), 'SIGTERM')
    const { code, out, err } = await runPopulus(words('2025'), env)
    expect(code, err).toBe(0)
    const [, done, all] = /had evaluated (\d+) people of (\d+)\./.exec(err) ?? []
    expect([Number(done) > 0, Number(done) < 200, all]).toEqual([true, true, '200'])
    expect(results(out)).toBe(expected)
    expect(existsSync(unfinished)).toBe(false)
  })

  it('begins again when its user has given it up', { timeout: 600_000 }, async () => {
    await endedBy(await runThatStored(), 'SIGINT')
    expect(existsSync(unfinished)).toBe(false)
  })
})
