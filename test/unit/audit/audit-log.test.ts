import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openAuditLog } from '../../../src-main/audit/audit-log.ts'
import { verifyAuditLog } from '../../../src-main/audit/verify.ts'
import type { AuditPort } from '../../../src-main/host/ports.ts'
import { memoryLog, type MemoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const clock = { now: () => Date.UTC(2026, 10, 25, 12) }
const open = (folder: string, log: MemoryLog = memoryLog()): Promise<AuditPort> =>
  openAuditLog({ folder, host: 'loopback', clock, log })

async function logOf(count: number): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = join(temporaryFolder(), 'audit')
  const audit = await open(folder)
  for (let index = 1; index <= count; index += 1) {
    await audit.record({ action: 'sample.opened', outcome: 'success', facts: { patients: index * 100 } })
  }
  return { folder, file: join(folder, 'audit.jsonl') }
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1)
const put = (file: string, lines: readonly string[]): void =>
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''))

describe('audit log', () => {
  it('writes what was done as one line each and verifies', async () => {
    const { folder, file } = await logOf(3)
    const records = linesOf(file).map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(
      records.map(({ seq, action, outcome, host, facts, time }) => ({ seq, action, outcome, host, facts, time }))
    ).toEqual(
      [1, 2, 3].map((seq) => ({
        seq,
        action: 'sample.opened',
        outcome: 'success',
        host: 'loopback',
        facts: { patients: seq * 100 },
        time: '2026-11-25T12:00:00.000Z'
      }))
    )
    expect(records[0]?.['prev']).toBe('0'.repeat(64))
    expect(records[2]?.['prev']).toBe(records[1]?.['hash'])
    expect(await verifyAuditLog(folder)).toMatchObject({ problem: undefined, head: { seq: 3 } })
  })

  it('has the hash that an independent SHA-256 over the documented form gives', async () => {
    const { file } = await logOf(1)
    const { createHash } = await import('node:crypto')
    const record = JSON.parse(linesOf(file)[0]!) as Record<string, unknown>
    const text = `["${'0'.repeat(64)}",1,"2026-11-25T12:00:00.000Z","sample.opened","success","loopback",[["patients",100]]]`
    expect(record['hash']).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it('continues the chain after a restart and between two programs', async () => {
    const { folder } = await logOf(2)
    const [one, two] = [await open(folder), await open(folder)]
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? one : two).record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })
      )
    )
    expect(await verifyAuditLog(folder)).toMatchObject({ problem: undefined, head: { seq: 12 } })
  })

  it('accepts an empty folder', async () => {
    expect(await verifyAuditLog(temporaryFolder())).toMatchObject({
      problem: undefined,
      head: { seq: 0 },
      goodBytes: 0
    })
  })

  const tampering: readonly (readonly [what: string, change: (lines: string[]) => string[], firstBad: number])[] = [
    [
      'a changed fact',
      (lines) => lines.map((line, at) => (at === 2 ? line.replace('"patients":300', '"patients":301') : line)),
      3
    ],
    ['a changed time', (lines) => lines.map((line, at) => (at === 0 ? line.replace('12:00', '11:00') : line)), 1],
    [
      'a changed outcome',
      (lines) => lines.map((line, at) => (at === 4 ? line.replace('success', 'failure') : line)),
      5
    ],
    ['a removed record', (lines) => lines.filter((_, at) => at !== 1), 2],
    ['exchanged records', ([a, b, c, ...rest]) => [a!, c!, b!, ...rest], 2],
    ['a repeated record', ([a, ...rest]) => [a!, a!, ...rest], 2],
    ['a line that is not a record', ([a, ...rest]) => [a!, '{}', ...rest], 2],
    ['an added field', ([a, ...rest]) => [a!.replace('{', '{"note":"x",'), ...rest], 1]
  ]
  it.each(tampering)('finds %s', async (_what, change, firstBad) => {
    const { folder, file } = await logOf(5)
    put(file, change(linesOf(file)))
    const verdict = await verifyAuditLog(folder)
    expect(verdict.problem).toBe('changed')
    expect(verdict.head.seq + 1).toBe(firstBad)
  })

  it('finds every flipped byte', async () => {
    const { folder, file } = await logOf(2)
    const good = readFileSync(file)
    const unnoticed: number[] = []
    for (let at = 0; at < good.length; at += 1) {
      const bad = Buffer.from(good)
      bad[at] = bad[at]! ^ 0x01
      writeFileSync(file, bad)
      if ((await verifyAuditLog(folder)).problem === undefined) unnoticed.push(at)
    }
    expect(unnoticed).toEqual([])
  })

  it('finds records that were cut off at the end, and a lost head', async () => {
    const { folder, file } = await logOf(4)
    put(file, linesOf(file).slice(0, 2))
    expect((await verifyAuditLog(folder)).problem).toBe('truncated')
    rmSync(file)
    expect((await verifyAuditLog(folder)).problem).toBe('truncated')
    const other = await logOf(2)
    rmSync(join(other.folder, 'audit-head.json'))
    expect((await verifyAuditLog(other.folder)).problem).toBe('truncated')
  })

  it('finds a chain that was written anew', async () => {
    const { folder, file } = await logOf(3)
    const other = await logOf(0)
    const forger = await open(other.folder)
    for (let index = 0; index < 3; index += 1)
      await forger.record({ action: 'data.opened', outcome: 'success', facts: {} })
    writeFileSync(file, readFileSync(other.file))
    expect((await verifyAuditLog(folder)).problem).toBe('changed')
  })

  it('cuts an incomplete last line and records the cut', async () => {
    const { folder, file } = await logOf(2)
    const log = memoryLog()
    appendFileSync(file, '{"seq":3,"time":"2026')
    expect((await verifyAuditLog(folder)).problem).toBe('torn')
    const audit = await open(folder, log)
    await audit.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })
    const actions = linesOf(file).map((line) => (JSON.parse(line) as { action: string }).action)
    expect(actions).toEqual(['sample.opened', 'sample.opened', 'audit.torn-line-cut', 'settings.changed'])
    expect(await verifyAuditLog(folder)).toMatchObject({ problem: undefined, head: { seq: 4 } })
    expect(log.entries.map(({ event }) => event)).toEqual(['audit.torn-line-cut'])
  })

  it('accepts a crash between the record and its head', async () => {
    const { folder } = await logOf(3)
    const head = readFileSync(join(folder, 'audit-head.json'))
    const audit = await open(folder)
    await audit.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })
    writeFileSync(join(folder, 'audit-head.json'), head)
    expect(await verifyAuditLog(folder)).toMatchObject({ problem: undefined, head: { seq: 4 } })
  })

  it('keeps a damaged log aside, begins a new one and says so in it', async () => {
    const { folder, file } = await logOf(3)
    const damaged = linesOf(file).map((line) => line.replace('"patients":200', '"patients":1'))
    put(file, damaged)
    const log = memoryLog()
    const audit = await open(folder, log)
    await audit.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })
    const records = linesOf(file).map((line) => JSON.parse(line) as { action: string; facts: unknown })
    expect(records.map(({ action, facts }) => ({ action, facts }))).toEqual([
      { action: 'audit.set-aside', facts: { problem: 'changed', goodRecords: 1 } },
      { action: 'settings.changed', facts: { settings: 1 } }
    ])
    const kept = readdirSync(folder).filter((name) => name.startsWith('audit.jsonl.damaged-'))
    expect(kept).toHaveLength(1)
    expect(linesOf(join(folder, kept[0]!))).toEqual(damaged)
    expect((await verifyAuditLog(folder)).problem).toBeUndefined()
    expect(log.entries).toEqual([
      { level: 'error', event: 'audit.set-aside', facts: { problem: 'changed', goodRecords: 1 } }
    ])
  })

  it('refuses the action when it cannot be recorded', async () => {
    const { folder } = await logOf(1)
    const audit = await open(folder)
    rmSync(folder, { recursive: true })
    await expect(audit.record({ action: 'data.opened', outcome: 'success', facts: {} })).rejects.toMatchObject({
      code: 'not-allowed',
      retryable: true
    })
    expect(existsSync(folder)).toBe(false)
  })
})
