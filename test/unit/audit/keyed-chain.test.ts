import { createHash, createHmac } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditFiles } from '../../../src-main/services/audit/audit-files.ts'
import { describeVerdict } from '../../../src-renderer/shared/audit-verdict.ts'
import { testAudit, testKeyring, type TestAudit } from '../../support/audit.ts'

const opened = { action: 'data.opened', outcome: 'success', facts: { files: 1 } } as const
const keyedBy = (audit: TestAudit): (string | undefined)[] =>
  audit.lines().map((line) => (JSON.parse(line) as { keyedBy?: string }).keyedBy)

describe('the codes of the audit log', () => {
  it('are in every record from the first on where there is a keyring', async () => {
    const audit = testAudit()
    const port = await audit.open()
    await port.record(opened)
    await port.record(opened)
    expect(keyedBy(audit)).toEqual(['key', 'key', 'key'])
    expect(await audit.verify()).toMatchObject({ result: 'intact', keyedFrom: 1, records: 3, whileLocked: 0 })
    expect(describeVerdict(await audit.verify())).toEqual([
      'The audit log is intact: 3 records.',
      'Codes of this installation cover records 1 to 3.'
    ])
    expect(describeVerdict(await audit.verifyWithoutKey())[0]).toMatch(/codes .* were not checked: .* passphrase/)
  })

  it('begin with a record that says so where the keyring is made later', async () => {
    const keyring = testKeyring()
    keyring.is = 'absent'
    const audit = testAudit(keyring)
    const port = await audit.open()
    await port.record(opened)
    await port.record(opened)
    keyring.is = 'open'
    await port.record(opened)
    expect(keyedBy(audit)).toEqual([undefined, undefined, 'key', 'key'])
    expect(JSON.parse(audit.lines()[2]!)).toMatchObject({ action: 'audit.keyed', facts: { recordsBefore: 2 } })
    const verdict = await audit.verify()
    expect(verdict).toMatchObject({ result: 'intact', keyedFrom: 3, records: 4 })
    expect(describeVerdict(verdict)).toContain(
      'Records 1 to 2 were written before keying: their codes prove nothing about them.'
    )
  })

  it('go on while the keyring is locked, also in another program, and are all checked later', async () => {
    const audit = testAudit()
    await (await audit.open()).record(opened)
    audit.keyring.is = 'locked'
    const [first, two] = [await audit.open(), await audit.open()]
    await first.record(opened)
    await two.record(opened)
    await first.record(opened)
    expect(await audit.verify()).toMatchObject({ result: 'unchecked', whileLocked: 3 })
    audit.keyring.is = 'open'
    await two.record(opened)
    expect(keyedBy(audit)).toEqual(['key', 'key', 'running', 'running', 'running', 'key'])
    expect(await audit.verify()).toMatchObject({ result: 'intact', records: 6, whileLocked: 3 })
  })

  it('show a change of what was written while the keyring was locked', async () => {
    const audit = testAudit()
    await (await audit.open()).record(opened)
    audit.keyring.is = 'locked'
    const port = await audit.open()
    for (let count = 0; count < 3; count += 1) await port.record(opened)
    // Whoever reads the folder now has the key of the next record, which makes none of the earlier codes.
    const { running } = JSON.parse(readFileSync(auditFiles(audit.folder).head, 'utf8')) as { running: string }
    const lines = audit.lines()
    const forged = rewritten(lines[2]!, (record) => ({ ...record, facts: { files: 7 } }), Buffer.from(running, 'hex'))
    audit.put([...lines.slice(0, 2), forged])
    audit.keyring.is = 'open'
    expect(await audit.verify()).toMatchObject({ problem: 'code-wrong', firstBadRecord: 3 })
  })

  it('name a person in a way that says nothing without the key', async () => {
    const audit = testAudit()
    const port = await audit.open()
    const name = await port.pseudonym('patient-4711')
    expect(name).toMatch(/^[0-9a-f]{24}$/)
    expect(await (await audit.open()).pseudonym('patient-4711')).toBe(await port.pseudonym('patient-4711'))
    expect(
      await testAudit()
        .open()
        .then((other) => other.pseudonym('patient-4711'))
    ).not.toBe(name)
    audit.keyring.is = 'locked'
    expect(await (await audit.open()).pseudonym('patient-4711')).toBeUndefined()
  })
})

describe('a log of version 0.1', () => {
  /** Three records as that version wrote them; from the second on with its codes. */
  function earlyLog(): TestAudit {
    const audit = testAudit()
    const made = audit.keyring.makeKey('audit')
    mkdirSync(audit.folder, { recursive: true })
    writeFileSync(join(audit.folder, 'audit.key'), made.wrapped)
    let prev = '0'.repeat(64)
    const lines = [1, 2, 3].map((seq) => {
      const time = '2026-10-01T08:00:00.000Z'
      const hash = createHash('sha256')
        .update(JSON.stringify([prev, seq, time, 'data.opened', 'success', 'electron', [['files', seq]]]))
        .digest('hex')
      const mac = createHmac('sha256', made.key).update(hash).digest('hex')
      const record = {
        seq,
        time,
        action: 'data.opened',
        outcome: 'success',
        host: 'electron',
        facts: { files: seq },
        prev,
        hash
      }
      prev = hash
      return JSON.stringify(seq === 1 ? record : { ...record, mac })
    })
    audit.put(lines)
    writeFileSync(join(audit.folder, 'audit-head.json'), JSON.stringify({ seq: 3, hash: prev }))
    return audit
  }

  it('goes on without loss, and is not vouched for', async () => {
    const audit = earlyLog()
    const before = audit.lines()
    expect(await audit.verify()).toMatchObject({ result: 'unkeyed', records: 3 })
    const port = await audit.open()
    await port.record(opened)
    expect(audit.lines().slice(0, 3)).toEqual(before)
    const verdict = await audit.verify()
    expect(verdict).toMatchObject({ result: 'intact', records: 5, keyedFrom: 4 })
    expect(describeVerdict(verdict)[1]).toMatch(/^Records 1 to 3 were written before keying/)
    expect(audit.log.entries).toEqual([])
  })

  it('goes on while the keyring is locked, and is keyed when it is open', async () => {
    const audit = earlyLog()
    audit.keyring.is = 'locked'
    const port = await audit.open()
    await port.record(opened)
    expect(await audit.verify()).toMatchObject({ result: 'unchecked', records: 4 })
    audit.keyring.is = 'open'
    await port.record(opened)
    expect(await audit.verify()).toMatchObject({ result: 'intact', records: 6, keyedFrom: 5 })
  })

  it('has its own codes checked', async () => {
    const audit = earlyLog()
    await (await audit.open()).record(opened)
    const lines = audit.lines()
    audit.put(lines.map((line, index) => (index === 1 ? line.replace(/"mac":"./, '"mac":"x') : line)))
    expect((await audit.verify()).problem).toBe('changed')
    const { mac } = JSON.parse(lines[2]!) as { mac: string }
    audit.put(lines.map((line, index) => (index === 1 ? line.replace(/"mac":"[^"]*"/, `"mac":"${mac}"`) : line)))
    expect(await audit.verify()).toMatchObject({ problem: 'code-wrong', firstBadRecord: 2 })
  })
})

/** A record with other content and the best code that somebody with a key can make. */
function rewritten(
  line: string,
  change: (record: Record<string, unknown>) => Record<string, unknown>,
  key: Buffer
): string {
  const { hash: _hash, code: _code, ...open } = change(JSON.parse(line) as Record<string, unknown>)
  const facts = Object.entries(open['facts'] as Record<string, unknown>).sort()
  const names = ['prev', 'seq', 'time', 'actor', 'role', 'version', 'host', 'action', 'outcome'] as const
  const text = JSON.stringify([
    'populus-audit-2',
    ...names.map((name) => open[name] ?? ''),
    open['intent'] ?? 0,
    facts,
    open['keyedBy'] ?? ''
  ])
  const recordKey = createHmac('sha256', key).update('record').digest()
  return JSON.stringify({
    ...open,
    hash: createHash('sha256').update(text).digest('hex'),
    code: createHmac('sha256', recordKey).update(text).digest('hex')
  })
}
