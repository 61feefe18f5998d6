import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expireRecords } from '../../../src-main/services/audit/audit-retention.ts'
import { auditFiles, listSegments } from '../../../src-main/services/audit/audit-files.ts'
import { createAuditKey } from '../../../src-main/services/audit/audit-key.ts'
import { verifyAuditLog } from '../../../src-main/services/audit/verify.ts'
import type { AuditPort } from '../../../src-main/ports/host.ts'
import { testAudit, type TestAudit } from '../../support/audit.ts'

const written = Date.UTC(2026, 10, 25, 12)
const day = 86_400_000

async function segmented(): Promise<{ readonly log: TestAudit; readonly audit: AuditPort }> {
  const log = testAudit()
  const audit = await log.open(1500)
  for (let index = 0; index < 16; index += 1)
    await audit.record({ action: 'data.read', outcome: 'success', facts: { rows: index } })
  return { log, audit }
}

function expire(
  { log, audit }: { readonly log: TestAudit; readonly audit: AuditPort },
  more: Partial<Parameters<typeof expireRecords>[0]> = {}
): Promise<number> {
  return expireRecords({
    folder: log.folder,
    audit,
    clock: { now: () => written + 400 * day },
    days: 365,
    isKeyed: async () => true,
    deliveredTo: undefined,
    ...more
  })
}

describe('retention of the audit log', () => {
  it('deletes whole old files, records that, and leaves a log that verifies', async () => {
    const opened = await segmented()
    const before = (await listSegments(auditFiles(opened.log.folder))).length
    const gone = await expire(opened)
    expect(gone).toBeGreaterThan(0)
    expect((await listSegments(auditFiles(opened.log.folder))).length).toBeLessThan(before)
    expect(await opened.log.verify()).toMatchObject({ result: 'intact', records: 19 })
    const { result } = await opened.log.verifyWithoutKey()
    expect(result).not.toBe('problem')
    // It is opened and written to as before.
    const again = await opened.log.open(1500)
    await again.record({ action: 'data.read', outcome: 'success', facts: {} })
    expect((await opened.log.verify()).result).toBe('intact')
  })

  it('deletes nothing without a policy, before its time, without a key, or before delivery', async () => {
    const opened = await segmented()
    expect(await expire(opened, { days: undefined })).toBe(0)
    expect(await expire(opened, { days: 500 })).toBe(0)
    expect(await expire(opened, { isKeyed: async () => false })).toBe(0)
    expect(await expire(opened, { deliveredTo: 1 })).toBe(0)
  })

  it('is told from a removal by somebody else: one more file gone is found', async () => {
    const opened = await segmented()
    await expire(opened, { deliveredTo: 9 })
    expect((await opened.log.verify()).result).toBe('intact')
    const [oldest] = await listSegments(auditFiles(opened.log.folder))
    rmSync(oldest!)
    expect(await opened.log.verify()).toMatchObject({ result: 'problem', problem: 'start-removed' })
  })

  it('does not excuse a removal where it never ran', async () => {
    const { log } = await segmented()
    const closed = readdirSync(log.folder).filter((name) => /^audit-\d/.test(name))
    rmSync(join(log.folder, closed.sort()[0]!))
    expect(await log.verify()).toMatchObject({ result: 'problem', problem: 'start-removed' })
  })

  it('does not believe a record about it that was written while locked', async () => {
    const opened = await segmented()
    opened.log.keyring.is = 'locked'
    await expire(opened)
    opened.log.keyring.is = 'open'
    expect(await opened.log.verify()).toMatchObject({ problem: 'start-removed' })
  })

  it('leaves a log that an earlier anchor fits as far as its records are there', async () => {
    const opened = await segmented()
    const { records, code } = await opened.log.verify()
    await expire(opened)
    const key = await createAuditKey(auditFiles(opened.log.folder).key, opened.log.keyring).read()
    const against = (seq: number, of: string) =>
      verifyAuditLog(opened.log.folder, { key, against: [{ seq, code: of }] })
    expect(await against(records, code)).toMatchObject({ result: 'intact' })
    expect(await against(records, 'f'.repeat(64))).toMatchObject({ problem: 'anchor-mismatch' })
  })
})
