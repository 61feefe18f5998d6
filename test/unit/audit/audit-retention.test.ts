import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { expireRecords } from '../../../src-main/services/audit/audit-retention.ts'
import { auditFiles, listSegments } from '../../../src-main/services/audit/audit-files.ts'
import { createAuditKey } from '../../../src-main/services/audit/audit-key.ts'
import { listRecords } from '../../../src-main/services/audit/list-records.ts'
import { newestRecords } from '../../../src-main/services/audit/newest-records.ts'
import { recordedDigests } from '../../../src-main/services/audit/recorded-digests.ts'
import { verifyAuditLog } from '../../../src-main/services/audit/verify.ts'
import { recordedEnd } from '../../../src-main/services/published/recorded-end.ts'
import { createAuditReview } from '../../../src-main/services/review/audit-review.ts'
import { recordedDecisions } from '../../../src-main/services/snapshots/recorded-decisions.ts'
import { recordedFeed } from '../../../src-main/services/updates/recorded-feed.ts'
import type { AuditPort } from '../../../src-main/ports/host.ts'
import { testAudit, type TestAudit } from '../../support/audit.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { budgeted, fc } from '../../support/property.ts'

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

  it('may run in two processes at once', async () => {
    const opened = await segmented()
    const [first, second] = await Promise.all([expire(opened), expire(opened)])
    expect(first).toBeGreaterThan(0)
    expect(second).toBe(first)
    expect((await opened.log.verify()).result).toBe('intact')
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
    const key = await createAuditKey(auditFiles(opened.log.folder), opened.log.keyring).read()
    const against = (seq: number, of: string) =>
      verifyAuditLog(opened.log.folder, { key, against: [{ seq, code: of }] })
    expect(await against(records, code)).toMatchObject({ result: 'intact' })
    expect(await against(records, 'f'.repeat(64))).toMatchObject({ problem: 'anchor-mismatch' })
  })
})

/** What the program goes by, as its readers take it from a log. */
async function inForce(folder: string): Promise<unknown> {
  const hashes: unknown[] = []
  const seen = new Set<unknown>()
  for await (const { outcome, facts } of newestRecords(folder, ['content.installed']))
    if (outcome === 'success' && !seen.has(facts['hash'])) {
      seen.add(facts['hash'])
      hashes.push([facts['hash'], facts['key']])
    }
  const { digests, ...roles } = await recordedDigests(folder, { action: 'roles.assigned', count: 'rows' })
  return {
    roles: { ...roles, digests: [...digests].sort() },
    hashes: hashes.sort(),
    end: await recordedEnd(folder),
    feed: await recordedFeed(folder),
    decisions: [...(await recordedDecisions(folder, memoryLog())())].sort(([a], [b]) => (a < b ? -1 : 1)),
    watched: [...(await createAuditReview(folder, { now: () => written }).watched())].sort()
  }
}

const entry = fc.oneof(
  fc.record({
    action: fc.constant('roles.assigned' as const),
    rows: fc.nat(2),
    digest: fc.constantFrom('d1', 'd2', 'd3')
  }),
  fc.record({
    action: fc.constant('content.installed' as const),
    hash: fc.constantFrom('h1', 'h2'),
    key: fc.constantFrom('k1', 'k2')
  }),
  fc.record({
    action: fc.constantFrom('published.entered' as const, 'published.acknowledged' as const),
    records: fc.nat(9),
    digest: fc.constantFrom('e1', 'e2')
  }),
  fc.record({
    action: fc.constant('update.checked' as const),
    issuedAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')
  }),
  fc.record({ action: fc.constant('update.checked' as const) }),
  fc.record({
    action: fc.constant('snapshot.held' as const),
    snapshot: fc.constantFrom('s1', 's2'),
    hold: fc.boolean()
  }),
  fc.record({
    action: fc.constant('audit.person-watched' as const),
    person: fc.constantFrom('p1', 'p2'),
    watch: fc.boolean()
  }),
  fc.record({ action: fc.constantFrom('profile.started-over' as const, 'incident.wiped' as const) }),
  fc.record({ action: fc.constant('data.read' as const), rows: fc.nat(9) })
)
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ entry, outcome: fc.constantFrom('intent', 'success', 'success', 'failure') }) },
  { weight: 1, arbitrary: fc.constant('retention' as const) }
)

describe('what the program goes by in the audit log', () => {
  it('is the same after retention as without it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30 }), async (steps) => {
        const [cut, whole] = [testAudit(), testAudit()]
        // Files of two or three records.
        const [audit, other] = [await cut.open(1200), await whole.open()]
        for (const each of steps) {
          if (each === 'retention') await expire({ log: cut, audit })
          else {
            const { action, ...facts } = each.entry
            for (const log of [audit, other]) await log.record({ action, outcome: each.outcome, facts })
          }
        }
        expect(await inForce(cut.folder)).toEqual(await inForce(whole.folder))
        expect(await cut.verify()).toMatchObject({ result: 'intact' })
      }),
      { numRuns: budgeted(5) }
    )
  })

  it('is found also where its file is deleted while the log is being read', async () => {
    const log = testAudit()
    const audit = await log.open(1500)
    await audit.record({ action: 'roles.assigned', outcome: 'success', facts: { rows: 1, digest: 'abc' } })
    for (let index = 0; index < 16; index += 1)
      await audit.record({ action: 'data.read', outcome: 'success', facts: { rows: index } })
    await audit.record({ action: 'content.installed', outcome: 'success', facts: { hash: 'h1' } })
    const found: unknown[] = []
    for await (const { action, facts } of newestRecords(log.folder, ['content.installed', 'roles.assigned'])) {
      found.push([action, facts['digest']])
      if (action === 'content.installed') expect(await expire({ log, audit })).toBeGreaterThan(0)
    }
    expect(found).toEqual([
      ['content.installed', undefined],
      ['roles.assigned', 'abc']
    ])
  })

  it('outlasts its file as a copy that says of which record, twice', async () => {
    const log = testAudit()
    const audit = await log.open(1500)
    await audit.record({ action: 'roles.assigned', outcome: 'success', facts: { rows: 1, digest: 'abc' } })
    const roles = () => recordedDigests(log.folder, { action: 'roles.assigned', count: 'rows' })
    for (const _ of [1, 2]) {
      for (let index = 0; index < 16; index += 1)
        await audit.record({ action: 'data.read', outcome: 'success', facts: { rows: index } })
      expect(await expire({ log, audit })).toBeGreaterThan(0)
      expect(await roles()).toEqual({ digests: new Set(['abc']), none: false, undated: false })
    }
    const { rows } = await listRecords(log.folder, { actions: ['audit.carried-over'] }, { limit: 9 })
    expect(rows.map(({ facts }) => facts)).toEqual([
      {
        rows: 1,
        digest: 'abc',
        'carried.action': 'roles.assigned',
        'carried.outcome': 'success',
        'carried.seq': 2,
        'carried.time': new Date(written).toISOString()
      }
    ])
  })
})
