import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appendRecord, findEnd } from '../../../src-main/services/audit/append-record.ts'
import { auditFiles } from '../../../src-main/services/audit/audit-files.ts'
import { emptyChain } from '../../../src-main/services/audit/record-chain.ts'
import { verifyAuditLog } from '../../../src-main/services/audit/verify.ts'
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
