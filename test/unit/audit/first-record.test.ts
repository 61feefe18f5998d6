import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appendRecord, findEnd } from '../../../src-main/services/audit/append-record.ts'
import { auditFiles } from '../../../src-main/services/audit/audit-files.ts'
import { endAfter, sealRecord } from '../../../src-main/services/audit/record-chain.ts'
import { emptyChain } from '../../../src-main/services/audit/chain-end.ts'
import { verifyAuditLog } from '../../../src-main/services/audit/verify.ts'
import { testAudit, testKeyring, type TestAudit } from '../../support/audit.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const content = {
  time: '2026-12-01T00:00:00.000Z',
  actor: 'nobody',
  version: '1.0.0',
  host: 'headless',
  action: 'data.opened',
  outcome: 'success',
  facts: { files: 1 }
} as const

/** What stands on the disk when the program ends after each step of the first record, one after the other. */
describe('the first record of an audit log', () => {
  it('is no finding, wherever a crash cut it off', async () => {
    const folder = join(temporaryFolder(), 'audit')
    const files = auditFiles(folder)
    // A folder in the place of the log stops the record after the head.
    mkdirSync(files.records, { recursive: true })
    await expect(appendRecord(files, { end: emptyChain, head: undefined }, content, undefined)).rejects.toThrow(
      'EISDIR'
    )
    rmSync(files.records, { recursive: true })
    const anchor = readFileSync(files.anchor)
    expect((await verifyAuditLog(folder)).problem).toBeUndefined()

    const head = readFileSync(files.head)
    rmSync(files.head)
    expect((await verifyAuditLog(folder)).problem).toBeUndefined()

    writeFileSync(files.head, head)
    const place = await findEnd(files)
    expect(place.end.seq).toBe(1)
    writeFileSync(files.anchor, anchor)
    expect(await verifyAuditLog(folder)).toMatchObject({ records: 1 })
    expect((await verifyAuditLog(folder)).problem).toBeUndefined()

    await appendRecord(files, place, content, undefined)
    expect(await verifyAuditLog(folder)).toMatchObject({ records: 2 })
    rmSync(files.anchor)
    expect((await verifyAuditLog(folder)).problem).toBe('anchor-missing')
  })
})

const opened = { action: 'data.opened', outcome: 'success', facts: { files: 1 } } as const

/** What stands on the disk when the program ends before it writes the key, or the record, behind the head of the first record with a code. */
async function endedBefore(step: 'key' | 'record', unkeyed: number): Promise<TestAudit> {
  const keyring = testKeyring()
  keyring.is = 'absent'
  const audit = testAudit(keyring)
  const files = auditFiles(audit.folder)
  const port = await audit.open()
  for (let count = 0; count < unkeyed; count += 1) await port.record(opened)
  const before =
    unkeyed === 0 ? undefined : { records: readFileSync(files.records), anchor: readFileSync(files.anchor) }
  keyring.is = 'open'
  await port.pseudonym('p-1')
  if (step === 'key') rmSync(files.key)
  if (before === undefined) rmSync(files.records)
  else writeFileSync(files.records, before.records)
  writeFileSync(files.anchor, before?.anchor ?? JSON.stringify(nothingWritten))
  return audit
}

const nothingWritten = { version: 2, seq: 0, code: emptyChain.code, keyedFrom: 0 }

describe('the first record with a code', () => {
  it.each([
    ['key', 0],
    ['record', 0],
    ['key', 2],
    ['record', 2]
  ] as const)('is no finding where a crash came before the %s, behind %i records without one', async (step, before) => {
    const audit = await endedBefore(step, before)
    expect((await audit.verify()).problem).toBeUndefined()
    expect((await audit.verifyWithoutKey()).problem).toBeUndefined()
    audit.keyring.is = 'locked'
    await (await audit.open()).record(opened)
    audit.keyring.is = 'open'
    await (await audit.open()).record(opened)
    const actions = audit.lines().map((line) => (JSON.parse(line) as { readonly action: string }).action)
    expect(actions.slice(before)).toEqual(['audit.keyed', 'data.opened', 'data.opened'])
    expect(await audit.verify()).toMatchObject({ result: 'intact', records: before + 3, keyedFrom: before + 1 })
    expect(audit.log.entries).toEqual([])
  })

  it('does not hide that the records were deleted', async () => {
    const audit = testAudit()
    const files = auditFiles(audit.folder)
    const port = await audit.open()
    await port.record(opened)
    await port.record(opened)
    const head = readFileSync(files.head, 'utf8')
    rmSync(files.records)
    expect((await audit.verify()).problem).toBe('deleted')
    rmSync(files.head)
    writeFileSync(files.anchor, JSON.stringify(nothingWritten))
    expect((await audit.verify()).problem).toBe('deleted')
    // A head that says that the first record is on its way, made without the key.
    const forged = sealRecord(emptyChain, content, { keyedBy: 'key', key: Buffer.alloc(32) })
    const { code } = endAfter(forged)
    const said = {
      ...(JSON.parse(head) as object),
      seq: 1,
      code,
      keyedFrom: 1,
      sealedBy: 'key',
      last: JSON.stringify(forged)
    }
    writeFileSync(files.head, JSON.stringify(said))
    expect((await audit.verify()).problem).toBe('deleted')
  })
})
