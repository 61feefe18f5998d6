import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { auditFiles } from '../../../src-main/services/audit/audit-files.ts'
import { createAuditKey } from '../../../src-main/services/audit/audit-key.ts'
import { verifyAuditLog } from '../../../src-main/services/audit/verify.ts'
import { testAudit, type TestAudit } from '../../support/audit.ts'
import { budgeted, fc } from '../../support/property.ts'

// Whoever can write the files may change any byte, remove, repeat and move records, and cut anywhere.

interface Change {
  readonly what: 'flip' | 'cut' | 'remove' | 'repeat' | 'move' | 'insert'
  readonly at: number
  readonly to: number
}

const change: fc.Arbitrary<Change> = fc.record({
  what: fc.constantFrom('flip', 'cut', 'remove', 'repeat', 'move', 'insert'),
  at: fc.nat(1_000_000),
  to: fc.nat(1_000_000)
})

function apply(bytes: Buffer, { what, at, to }: Change): Buffer {
  if (what === 'flip') {
    const changed = Buffer.from(bytes)
    const place = at % bytes.length
    changed[place] = changed[place]! ^ (1 << (to % 8))
    return changed
  }
  if (what === 'cut') return bytes.subarray(0, at % bytes.length)
  if (what === 'insert') {
    const place = at % bytes.length
    return Buffer.concat([bytes.subarray(0, place), Buffer.of(to % 256), bytes.subarray(place)])
  }
  const lines = bytes.toString('utf8').split('\n').slice(0, -1)
  const from = at % lines.length
  const line = lines[from]!
  const others = lines.toSpliced(from, 1)
  const changed =
    what === 'remove' ? others : (what === 'move' ? others : lines).toSpliced(to % (others.length + 1), 0, line)
  return Buffer.from(changed.map((each) => `${each}\n`).join(''))
}

describe('a log that somebody tampered with', () => {
  async function written(reads = 6): Promise<{ readonly log: TestAudit; readonly records: Buffer }> {
    const log = testAudit()
    const audit = await log.open()
    for (let index = 0; index < reads; index += 1)
      await audit.record({ action: 'data.read', outcome: 'success', facts: { rows: index, names: true } })
    return { log, records: readFileSync(log.file) }
  }

  it('is never taken for intact, with the key or without', async () => {
    const { log, records } = await written()
    await fc.assert(
      fc.asyncProperty(change, async (asked) => {
        const changed = apply(records, asked)
        writeFileSync(log.file, changed)
        const isSame = changed.equals(records)
        const { result } = await log.verify()
        const without = await log.verifyWithoutKey()
        writeFileSync(log.file, records)
        expect(result === 'problem').toBe(!isSame)
        // Without the key nothing is ever called intact, and a change of the chain is still seen.
        expect(without.result).toBe(isSame ? 'unchecked' : 'problem')
      }),
      { numRuns: budgeted(150) }
    )
    expect((await log.verify()).result).toBe('intact')
  })

  it('cuts at every byte are found', async () => {
    // A first record, one in the middle and a last one.
    const { log, records } = await written(2)
    expect(records.toString().trimEnd().split('\n').length).toBeGreaterThanOrEqual(3)
    for (let length = 0; length < records.length; length += 1) {
      writeFileSync(log.file, records.subarray(0, length))
      expect((await log.verifyWithoutKey()).result).toBe('problem')
    }
    writeFileSync(log.file, records)
  })
})

describe('a log that was rewritten by somebody who has every file and the passphrase', () => {
  it.each(['changed', 'shorter', 'longer'])('is found by an anchor from elsewhere: %s', async (how) => {
    const log = testAudit()
    const audit = await log.open()
    for (let rows = 0; rows < 4; rows += 1)
      await audit.record({ action: 'data.exported', outcome: 'success', facts: { rows } })
    const { records, code } = await log.verify()
    const files = auditFiles(log.folder)
    for (const path of [files.records, files.head, files.anchor]) rmSync(path)
    const key = createAuditKey(files, log.keyring)
    const forger = await log.open()
    const count = how === 'shorter' ? 3 : how === 'longer' ? 6 : 4
    for (let rows = 0; rows < count; rows += 1)
      await forger.record({
        action: 'data.exported',
        outcome: 'success',
        facts: { rows: how === 'changed' ? 1 : rows }
      })
    const verdict = await verifyAuditLog(log.folder, { key: await key.read(), against: [{ seq: records, code }] })
    // The log that was deleted is set aside, with its key; or it is whole in itself and another one than the anchor's.
    expect(verdict.result).toBe('problem')
  })
})
