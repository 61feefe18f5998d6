import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openAuditLog } from '../../../src-main/audit/audit-log.ts'
import { chainStart, readRecord, sealRecord, type AuditRecord } from '../../../src-main/audit/hash-chain.ts'
import { verifyAuditLog } from '../../../src-main/audit/verify.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const key = Buffer.alloc(32, 9)

/** A log of four records, of which the second and third were written while the key was there. */
async function fourRecords(): Promise<{ folder: string; path: string }> {
  const folder = temporaryFolder()
  const keys = [undefined, key, key, undefined]
  let at = 0
  const parts = { folder, host: 'loopback', clock: { now: () => 0 }, log: memoryLog() }
  const audit = await openAuditLog({ ...parts, key: async () => keys[at] })
  for (; at < keys.length; at += 1)
    await audit.record({ action: 'data.opened', outcome: 'success', facts: { files: at } })
  return { folder, path: join(folder, 'audit.jsonl') }
}

const linesOf = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\n')

describe('the codes of the audit log', () => {
  it('are in the records that were written while the key was there, and cover all before', async () => {
    const { folder, path } = await fourRecords()
    expect(linesOf(path).map((line) => readRecord(line)?.mac !== undefined)).toEqual([false, true, true, false])
    expect(await verifyAuditLog(folder, key)).toMatchObject({ problem: undefined, keyedUpTo: 3, head: { seq: 4 } })
    expect(await verifyAuditLog(folder)).toMatchObject({ problem: undefined, keyedUpTo: 0 })
  })

  it('show a log that somebody wrote anew with good hashes', async () => {
    const { folder, path } = await fourRecords()
    const forged: AuditRecord[] = []
    for (const line of linesOf(path)) {
      const old = readRecord(line)!
      const head = forged.at(-1) ?? { seq: 0, hash: chainStart }
      const made = sealRecord(head, { ...old, facts: { files: 99 } })
      forged.push({ ...made, ...(old.mac === undefined ? {} : { mac: old.mac }) })
    }
    writeFileSync(path, forged.map((record) => `${JSON.stringify(record)}\n`).join(''))
    const { seq, hash } = forged.at(-1)!
    writeFileSync(join(folder, 'audit-head.json'), JSON.stringify({ seq, hash }))
    expect((await verifyAuditLog(folder)).problem).toBeUndefined()
    expect(await verifyAuditLog(folder, key)).toMatchObject({ problem: 'changed', head: { seq: 1 } })
  })
})
