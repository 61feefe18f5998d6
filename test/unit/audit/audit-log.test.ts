import { createHash, createHmac } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listSegments, auditFiles } from '../../../src-main/services/audit/audit-files.ts'
import { verifyAuditLog } from '../../../src-main/services/audit/verify.ts'
import { testAudit, testKeyring, type TestAudit } from '../../support/audit.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A log of a folder that has no keyring yet. */
function withoutKeyring(): TestAudit {
  const keyring = testKeyring()
  keyring.is = 'absent'
  return testAudit(keyring)
}

async function logOf(count: number, audit = withoutKeyring()): Promise<TestAudit> {
  const port = await audit.open()
  for (let index = 1; index <= count; index += 1) {
    await port.record({ action: 'sample.opened', outcome: 'success', facts: { patients: index * 100 } })
  }
  return audit
}

describe('audit log', () => {
  it('writes who did what as one line each, with version and host', async () => {
    const audit = await logOf(3)
    const records = audit.lines().map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(records.map(({ prev: _prev, hash: _hash, ...rest }) => rest)).toEqual(
      [1, 2, 3].map((seq) => ({
        v: 2,
        seq,
        time: '2026-11-25T12:00:00.000Z',
        actor: 'quality nurse',
        version: '1.2.3',
        host: 'loopback',
        action: 'sample.opened',
        outcome: 'success',
        facts: { patients: seq * 100 }
      }))
    )
    expect(records[0]?.['prev']).toBe('0'.repeat(64))
    expect(records[2]?.['prev']).toBe(records[1]?.['hash'])
    expect(await audit.verify()).toMatchObject({ result: 'unkeyed', records: 3, keyedFrom: 0 })
  })

  it('has the hash and the code that an independent computation of the documented form gives', async () => {
    const audit = await logOf(1, testAudit())
    const record = JSON.parse(audit.lines()[0]!) as Record<string, unknown>
    const text = `["populus-audit-2","${'0'.repeat(64)}",1,"2026-11-25T12:00:00.000Z","quality nurse","","1.2.3","loopback","audit.keyed","success",0,[["recordsBefore",0]],"key"]`
    expect(record['hash']).toBe(createHash('sha256').update(text).digest('hex'))
    const key = audit.keyring.openKey(readFileSync(auditFiles(audit.folder).key), 'audit 2')
    const recordKey = createHmac('sha256', key).update('record').digest()
    expect(record['code']).toBe(createHmac('sha256', recordKey).update(text).digest('hex'))
  })

  it('continues the chain after a restart and between two programs', async () => {
    const audit = await logOf(2, testAudit())
    const [first, two] = [await audit.open(), await audit.open()]
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? first : two).record({
          action: 'settings.changed',
          outcome: 'success',
          facts: { settings: 1 }
        })
      )
    )
    expect(await audit.verify()).toMatchObject({ result: 'intact', records: 13, keyedFrom: 1 })
  })

  it('gives the number of the record, which its outcome refers to', async () => {
    const audit = testAudit()
    const port = await audit.open()
    const intent = await port.record({ action: 'snapshot.deleted', outcome: 'intent', facts: {} })
    await port.record({ action: 'snapshot.deleted', outcome: 'success', intent, facts: {} })
    expect(audit.lines().map((line) => (JSON.parse(line) as { intent?: number }).intent)).toEqual([
      undefined,
      undefined,
      2
    ])
    expect(await audit.verify()).toMatchObject({ result: 'intact', records: 3 })
  })

  it('accepts an empty folder', async () => {
    expect(await verifyAuditLog(temporaryFolder())).toMatchObject({ result: 'unkeyed', records: 0 })
  })

  it('begins new segments by size, each linked to the one before, and checks all of them', async () => {
    const audit = testAudit()
    const port = await audit.open(2_000)
    for (let index = 0; index < 40; index += 1)
      await port.record({ action: 'data.read', outcome: 'success', facts: { rows: index } })
    const segments = await listSegments(auditFiles(audit.folder))
    expect(segments.length).toBeGreaterThan(5)
    expect(await audit.verify()).toMatchObject({ result: 'intact', records: 41 })
    const again = await audit.open(2_000)
    await again.record({ action: 'data.read', outcome: 'success', facts: {} })
    expect(await audit.verify()).toMatchObject({ result: 'intact', records: 42 })
    const second = readFileSync(segments[1]!)
    rmSync(segments[1]!)
    expect(await audit.verify()).toMatchObject({ problem: 'changed' })
    writeFileSync(segments[1]!, second.toString('utf8').replace('"rows":8', '"rows":9'))
    expect(await audit.verifyWithoutKey()).toMatchObject({ problem: 'changed' })
  })

  const tampering: readonly (readonly [what: string, change: (lines: string[]) => string[], firstBad: number])[] = [
    [
      'a changed fact',
      (lines) => lines.map((line, index) => (index === 2 ? line.replace('"patients":300', '"patients":301') : line)),
      3
    ],
    ['a changed time', (lines) => lines.map((line, index) => (index === 0 ? line.replace('12:00', '11:00') : line)), 1],
    [
      'a changed outcome',
      (lines) => lines.map((line, index) => (index === 4 ? line.replace('success', 'failure') : line)),
      5
    ],
    ['a removed record', (lines) => lines.filter((_, index) => index !== 1), 2],
    ['exchanged records', ([a, b, c, ...rest]) => [a!, c!, b!, ...rest], 2],
    ['a repeated record', ([a, ...rest]) => [a!, a!, ...rest], 2],
    ['a line that is not a record', ([a, ...rest]) => [a!, '{}', ...rest], 2],
    ['an added field', ([a, ...rest]) => [a!.replace('{', '{"note":"x",'), ...rest], 1]
  ]
  it.each(tampering)('finds %s', async (_what, change, firstBad) => {
    const audit = await logOf(5)
    audit.put(change(audit.lines()))
    expect(await audit.verify()).toMatchObject({ problem: 'changed', firstBadRecord: firstBad })
  })

  it.each(['audit.jsonl', 'audit-head.json', '../audit-anchor.json'])(
    'finds every flipped byte of %s',
    async (name) => {
      const audit = await logOf(1, testAudit())
      const path = join(audit.folder, name)
      const good = readFileSync(path)
      const unnoticed: number[] = []
      for (let index = 0; index < good.length; index += 1) {
        const bad = Buffer.from(good)
        bad[index] = bad[index]! ^ 0x01
        writeFileSync(path, bad)
        if ((await audit.verify()).problem === undefined) unnoticed.push(index)
      }
      // The head also holds the last record, and the key of the next one: neither says anything about what is written.
      const text = good.toString('utf8')
      const spare = name === 'audit-head.json' ? text.indexOf(',"last":') : text.length
      expect(unnoticed.filter((index) => index < spare && text[index] !== '\n')).toEqual([])
    }
  )

  it('finds records that were cut off at the end, and a lost head', async () => {
    const audit = await logOf(4)
    audit.put(audit.lines().slice(0, 2))
    expect(await audit.verify()).toMatchObject({ problem: 'truncated', records: 2 })
    rmSync(audit.file)
    expect(await audit.verify()).toMatchObject({ problem: 'deleted' })
    const other = await logOf(2)
    rmSync(join(other.folder, 'audit-head.json'))
    expect(await other.verify()).toMatchObject({ problem: 'head-missing' })
  })

  it('finds a chain that was rewritten', async () => {
    const audit = await logOf(3)
    const forged = withoutKeyring()
    const forger = await forged.open()
    for (let index = 0; index < 3; index += 1)
      await forger.record({ action: 'data.opened', outcome: 'success', facts: {} })
    writeFileSync(audit.file, readFileSync(forged.file))
    expect((await audit.verify()).problem).toBe('head-changed')
  })

  it('cuts an incomplete last line and records the cut', async () => {
    const audit = await logOf(2)
    appendFileSync(audit.file, '{"seq":3,"time":"2026')
    expect((await audit.verify()).problem).toBe('torn')
    const port = await audit.open()
    await port.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })
    const actions = audit.lines().map((line) => (JSON.parse(line) as { action: string }).action)
    expect(actions).toEqual(['sample.opened', 'sample.opened', 'audit.torn-line-cut', 'settings.changed'])
    expect(await audit.verify()).toMatchObject({ result: 'unkeyed', records: 4 })
    expect(audit.log.entries.map(({ event }) => event)).toEqual(['audit.torn-line-cut'])
  })

  it.each([0, 40])(
    'finishes a record that a crash left in the head alone, or in the log up to byte %d',
    async (bytes) => {
      const audit = await logOf(3, testAudit())
      const anchor = join(audit.folder, '..', 'audit-anchor.json')
      const before = readFileSync(anchor)
      const port = await audit.open()
      await port.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })
      const all = audit.lines()
      audit.put(all.slice(0, -1))
      appendFileSync(audit.file, all.at(-1)!.slice(0, bytes))
      writeFileSync(anchor, before)
      expect((await audit.verify()).problem).toBe(bytes === 0 ? undefined : 'torn')
      const again = await audit.open()
      await again.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 2 } })
      expect(audit.lines().slice(0, -1)).toEqual(all)
      expect(await audit.verify()).toMatchObject({ result: 'intact', records: 6 })
    }
  )

  it.each([0, 40])(
    'finishes one that would have begun a file of the log, of which there are %d bytes',
    async (bytes) => {
      const audit = testAudit()
      const port = await audit.open(1500)
      const anchor = join(audit.folder, '..', 'audit-anchor.json')
      let [before, written] = [Buffer.alloc(0), 0]
      while ((await listSegments(auditFiles(audit.folder))).length < 2) {
        if (written > 0) before = readFileSync(anchor)
        written = await port.record({ action: 'sample.opened', outcome: 'success', facts: {} })
      }
      const [first] = audit.lines()
      expect(audit.lines()).toHaveLength(1)
      writeFileSync(audit.file, first!.slice(0, bytes))
      writeFileSync(anchor, before)
      const again = await audit.open(1500)
      expect(await again.record({ action: 'settings.changed', outcome: 'success', facts: {} })).toBeGreaterThan(written)
      expect(audit.lines()[0]).toBe(first)
      expect((await audit.verify()).result).toBe('intact')
    }
  )

  it('keeps a damaged log aside, begins a new one and says so in it', async () => {
    const audit = await logOf(3)
    const damaged = audit.lines().map((line) => line.replace('"patients":200', '"patients":1'))
    audit.put(damaged)
    const port = await audit.open()
    await port.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })
    const records = audit.lines().map((line) => JSON.parse(line) as { action: string; facts: unknown })
    expect(records.map(({ action, facts }) => ({ action, facts }))).toEqual([
      {
        action: 'audit.set-aside',
        facts: { problem: 'changed', goodRecords: 1, badRecord: 2, log: '2026-11-25T12-00-00-000Z', files: 2 }
      },
      { action: 'settings.changed', facts: { settings: 1 } }
    ])
    const kept = readdirSync(audit.folder).filter((name) => name.startsWith('audit.jsonl.damaged-'))
    expect(kept).toHaveLength(1)
    expect(readFileSync(join(audit.folder, kept[0]!), 'utf8')).toBe(damaged.map((line) => `${line}\n`).join(''))
    expect(await audit.verify()).toMatchObject({ result: 'unkeyed', setAside: 1 })
    expect(audit.log.entries).toEqual([
      { level: 'error', event: 'audit.set-aside', facts: { problem: 'changed', goodRecords: 1 } }
    ])
  })

  it.skipIf(process.platform === 'win32')(
    'reports a file that cannot be looked at, and does not call it missing',
    async () => {
      const audit = await logOf(2, testAudit())
      const { key } = auditFiles(audit.folder)
      rmSync(key)
      symlinkSync('audit.key', key)
      await expect(audit.verifyWithoutKey()).rejects.toMatchObject({ code: 'ELOOP' })
      rmSync(key)
      expect((await audit.verifyWithoutKey()).problem).toBe('key-missing')
    }
  )

  it('refuses the action when it cannot be recorded', async () => {
    const audit = await logOf(1)
    const port = await audit.open()
    rmSync(audit.folder, { recursive: true })
    await expect(port.record({ action: 'data.opened', outcome: 'success', facts: {} })).rejects.toMatchObject({
      code: 'not-allowed',
      retryable: true
    })
    expect(existsSync(audit.folder)).toBe(false)
  })
})
