import { existsSync, readdirSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { auditFiles } from '../../src-main/services/audit/audit-files.ts'
import { verifyAuditLog } from '../../src-main/services/audit/verify.ts'
import { describeVerdict } from '../../src-renderer/shared/audit-verdict.ts'
import { copyOf, testAudit, testKeyring } from '../support/audit.ts'
import { forgeries, hashOf, nineRecords, putBack, rehash, stateEnd } from './forgeries.ts'

describe('a forged audit log', () => {
  it.each(forgeries)('$what', async ({ forge, found, foundWithoutKey, firstBadRecord }) => {
    const audit = await nineRecords()
    await forge(audit)
    const verdict = await audit.verify()
    expect(verdict).toMatchObject({ result: 'problem', problem: found })
    if (firstBadRecord !== undefined) expect(verdict.firstBadRecord).toBe(firstBadRecord)
    const without = await audit.verifyWithoutKey()
    expect(without.problem).toBe(foundWithoutKey)
    if (foundWithoutKey === undefined) {
      expect(['unchecked', 'unkeyed']).toContain(without.result)
      expect(describeVerdict(without).join(' ')).not.toMatch(/intact/)
    }
  })

  it('is found when a log without codes goes on with a number that is not the next one', async () => {
    const keyring = testKeyring()
    keyring.is = 'absent'
    const audit = testAudit(keyring)
    const port = await audit.open()
    for (const patients of [100, 200, 300])
      await port.record({ action: 'sample.opened', outcome: 'success', facts: { patients } })
    expect(await audit.verify()).toMatchObject({ result: 'unkeyed', records: 3 })
    const { hash: _hash, ...last } = JSON.parse(audit.lines()[2]!) as Record<string, unknown>
    const forged = { ...last, seq: 7 }
    const hash = hashOf(forged)
    audit.put([...audit.lines().slice(0, 2), JSON.stringify({ ...forged, hash })])
    stateEnd(audit, 7, hash)
    expect(await audit.verify()).toMatchObject({ problem: 'changed', firstBadRecord: 3 })
  })

  it('is found when older copies of log and head were put back', async () => {
    const audit = await nineRecords()
    const copy = copyOf(audit)
    const port = await audit.open()
    await port.record({ action: 'identity.revealed', outcome: 'success', facts: { people: 500 } })
    await port.record({ action: 'identity.revealed', outcome: 'success', facts: { people: 500 } })
    const { anchor } = auditFiles(audit.folder)
    putBack(copy, (path) => path !== anchor)
    expect(await audit.verify()).toMatchObject({ problem: 'rolled-back', records: 9 })
    expect(await audit.verifyWithoutKey()).toMatchObject({ problem: 'rolled-back' })
  })

  it('is found against an anchor from elsewhere when everything was put back', async () => {
    const audit = await nineRecords()
    const copy = copyOf(audit)
    await (await audit.open()).record({ action: 'identity.revealed', outcome: 'success', facts: { people: 500 } })
    const { records, code } = await audit.verify()
    const key = { state: 'locked' } as const
    const against = { seq: records, code }
    expect((await verifyAuditLog(audit.folder, { key, against: [against] })).problem).toBeUndefined()
    putBack(copy, () => true)
    expect((await audit.verify()).result).toBe('intact')
    expect(await verifyAuditLog(audit.folder, { key, against: [against] })).toMatchObject({
      problem: 'anchor-mismatch'
    })
  })

  it('is not vouched for by what Populus appends to it', async () => {
    const audit = await nineRecords()
    rehash(audit, (records) => records.with(-1, { ...records.at(-1), facts: { rows: 1, names: false } }))
    const port = await audit.open()
    await port.record({ action: 'settings.changed', outcome: 'success', facts: {} })
    const actions = audit.lines().map((line) => (JSON.parse(line) as { action: string }).action)
    expect(actions).toEqual(['audit.keyed', 'audit.set-aside', 'settings.changed'])
    expect(readdirSync(audit.folder).filter((name) => name.startsWith('audit.jsonl.damaged-'))).toHaveLength(1)
    const verdict = await audit.verify()
    expect(verdict.setAside).toBe(1)
    expect(describeVerdict(verdict).join(' ')).toContain('A damaged log was set aside')
  })

  it('is found at the first unlock when the log was rewritten while it was locked', async () => {
    const audit = await nineRecords()
    // A code of the right form, so that only the key tells.
    const code = '0'.repeat(64)
    const lines = audit.lines()
    audit.put([...lines.slice(0, -1), lines.at(-1)!.replace(/"code":"[^"]*"/, `"code":"${code}"`)])
    stateEnd(audit, lines.length, code)
    audit.keyring.is = 'locked'
    const port = await audit.open()
    expect(audit.log.entries).toEqual([])
    audit.keyring.is = 'open'
    await port.record({ action: 'keyring.unlocked', outcome: 'success', facts: {} })
    expect(audit.log.entries.map(({ event }) => event)).toEqual(['audit.set-aside'])
  })

  it('of a folder that was deleted is named by the log that begins after it', async () => {
    const audit = await nineRecords()
    rmSync(audit.folder, { recursive: true })
    await (await audit.open()).record({ action: 'settings.changed', outcome: 'success', facts: {} })
    expect(JSON.parse(audit.lines()[1]!)).toMatchObject({ action: 'audit.set-aside', facts: { problem: 'deleted' } })
    expect(existsSync(auditFiles(audit.folder).anchor)).toBe(true)
  })

  it('without any trace next to a keyring is named', async () => {
    const keyring = testKeyring()
    keyring.is = 'locked'
    const verdict = await testAudit(keyring).verify()
    expect(verdict).toMatchObject({ result: 'unchecked', neverWritten: true })
    expect(describeVerdict(verdict).join(' ')).toContain('There is a keyring but no audit log')
  })
})
