import { rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { AuditRow } from '#shared/audit-record.ts'
import { withFileLock } from '../../../src-main/storage/files/file-lock.ts'
import { auditFiles, listSegments } from '../../../src-main/services/audit/audit-files.ts'
import { expireRecords } from '../../../src-main/services/audit/audit-retention.ts'
import { eachRecord, listRecords } from '../../../src-main/services/audit/list-records.ts'
import { newestRecords } from '../../../src-main/services/audit/newest-records.ts'
import { openSegments, readClosedSegment } from '../../../src-main/services/audit/read-segments.ts'
import { lastRecord, recordsAfter } from '../../../src-main/services/audit/sent-records.ts'
import { recordedDecisions } from '../../../src-main/services/snapshots/recorded-decisions.ts'
import type { AuditPort } from '../../../src-main/ports/host.ts'
import { testAudit, type TestAudit } from '../../support/audit.ts'
import { memoryLog } from '../../support/memory-log.ts'

const day = 86_400_000

async function segmented(records = 16): Promise<{ readonly log: TestAudit; readonly audit: AuditPort }> {
  const log = testAudit()
  const audit = await log.open(1500)
  for (let index = 0; index < records; index += 1)
    await audit.record({ action: 'data.read', outcome: 'success', facts: { rows: index } })
  return { log, audit }
}

function expire({ log, audit }: { readonly log: TestAudit; readonly audit: AuditPort }): Promise<number> {
  return expireRecords({
    folder: log.folder,
    audit,
    clock: { now: () => Date.UTC(2026, 10, 25, 12) + 400 * day },
    days: 365,
    isKeyed: async () => true,
    deliveredTo: undefined
  })
}

const numbersOf = (rows: readonly Pick<AuditRow, 'seq'>[]): number[] => rows.map(({ seq }) => seq)

async function numbersIn(rows: AsyncIterable<Pick<AuditRow, 'seq'>>): Promise<number[]> {
  const numbers: number[] = []
  for await (const { seq } of rows) numbers.push(seq)
  return numbers
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1)

/** Numbers of all records as each reader of the log finds them, in the order of the log. */
const readers: readonly (readonly [name: string, read: (folder: string) => Promise<number[]>])[] = [
  ['the list', async (folder) => numbersOf((await listRecords(folder, {}, { limit: 1000 })).rows).toReversed()],
  ['all records', (folder) => numbersIn(eachRecord(folder, {}))],
  [
    'the newest records',
    async (folder) => (await numbersIn(newestRecords(folder, ['audit.keyed', 'data.read']))).toReversed()
  ],
  [
    'the records for a collector',
    async (folder) => numbersOf((await recordsAfter(folder, { seq: 0, code: '' }, 1000)).map(({ row }) => row))
  ],
  ['the last record', async (folder) => upTo((await lastRecord(folder))?.seq ?? 0)]
]

describe('the audit log, read while', () => {
  it.each(readers)('segments are closed: %s misses nothing and has nothing twice', async (_name, read) => {
    const { log, audit } = await segmented(1)
    let written = 2
    const writing = (async () => {
      while (written < 60) written = await audit.record({ action: 'data.read', outcome: 'success', facts: {} })
    })()
    try {
      while (written < 60) {
        const before = written
        const found = await read(log.folder)
        expect(found.length).toBeGreaterThanOrEqual(before)
        expect(found).toEqual(upTo(found.length))
      }
    } finally {
      await writing
    }
  })

  it('the segment that is written to is closed: that one is read again, by its new name', async () => {
    const { log, audit } = await segmented(2)
    let times = 0
    const { open, closed } = await openSegments(log.folder, async (path) => {
      times += 1
      if (times === 1)
        while ((await listSegments(auditFiles(log.folder))).length < 2)
          await audit.record({ action: 'data.read', outcome: 'success', facts: {} })
      return readFile(path, 'utf8')
    })
    expect([times, closed.length]).toEqual([2, 1])
    expect(open).toBe(await readFile(log.file, 'utf8'))
  })

  it('retention deletes its oldest files: the rest is listed', async () => {
    const { log } = await segmented()
    const segments = await listSegments(auditFiles(log.folder))
    const newest = await readFile(segments.at(-1)!, 'utf8')
    const filter = {
      /** Asked for each record, of which the first is in the newest file. */
      get text() {
        for (const path of segments.slice(0, -1)) rmSync(path, { force: true })
        return undefined
      }
    }
    const { rows, more } = await listRecords(log.folder, filter, { limit: 100 })
    expect([rows.length, more]).toEqual([newest.split('\n').length - 1, false])
  })

  it('retention deletes its oldest files: the rest is read, once', async () => {
    const opened = await segmented()
    const { folder } = opened.log
    const found: number[] = []
    let isDeleted = false
    for await (const { seq } of eachRecord(folder, { actions: ['audit.keyed', 'data.read'] })) {
      found.push(seq)
      if (!isDeleted) expect(await expire(opened)).toBeGreaterThan(0)
      isDeleted = true
    }
    const left = numbersOf((await listRecords(folder, { actions: ['data.read'] }, { limit: 100 })).rows).toReversed()
    expect(found.slice(-left.length)).toEqual(left)
    expect(new Set(found).size).toBe(found.length)
  })

  it('retention deletes its oldest files: what is decided about snapshots is known', async () => {
    const opened = await segmented(1)
    const { audit, log } = opened
    await audit.record({ action: 'snapshot.held', outcome: 'success', facts: { snapshot: 's', hold: true } })
    for (let index = 0; index < 30; index += 1)
      await audit.record({ action: 'data.read', outcome: 'success', facts: { rows: index } })
    const said = memoryLog()
    let isDone = false
    const expiring = expire(opened).finally(() => (isDone = true))
    try {
      while (!isDone) {
        const decisions = await recordedDecisions(log.folder, said)()
        expect(decisions.get('s')).toEqual({ hold: new Set([true]) })
      }
    } finally {
      expect(await expiring).toBeGreaterThan(0)
    }
    expect(said.entries).toEqual([])
  })

  it('somebody else deleted a file: it is said that it is not there', async () => {
    const { log } = await segmented()
    const [first, second] = await listSegments(auditFiles(log.folder))
    rmSync(second!)
    await expect(readClosedSegment(second!, (path) => readFile(path))).rejects.toThrow(/ENOENT/)
    rmSync(first!)
    expect(await readClosedSegment(second!, (path) => readFile(path))).toBeUndefined()
  })

  it('it is checked: retention deletes nothing before the check has ended', async () => {
    const { log, audit } = await segmented()
    const files = auditFiles(log.folder)
    const before = await listSegments(files)
    const checking = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const expiring = expire({
      log,
      audit: {
        ...audit,
        async record(entry) {
          const seq = await audit.record(entry)
          if (entry.action !== 'audit.expired' || entry.outcome !== 'intent') return seq
          void withFileLock(files.lock, () => {
            begun.resolve()
            return checking.promise
          })
          await begun.promise
          return seq
        }
      }
    })
    await begun.promise
    for (let look = 0; look < 50; look += 1) expect(await listSegments(files)).toEqual(expect.arrayContaining(before))
    checking.resolve()
    expect(await expiring).toBeGreaterThan(0)
    expect(await listSegments(files)).not.toEqual(expect.arrayContaining(before))
  })
})
