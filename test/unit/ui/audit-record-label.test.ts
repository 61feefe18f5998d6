import { describe, expect, it } from 'vitest'
import type { AuditRow } from '#shared/audit-record.ts'
import { reasonOf, subjectOf } from '../../../src-renderer/screens/audit/record-label.ts'

const row = (action: string, facts: AuditRow['facts']): AuditRow => ({
  seq: 1,
  time: '2026-11-25T12:00:00.000Z',
  host: 'loopback',
  action,
  outcome: 'failure',
  facts
})

describe('a row of the audit log', () => {
  it.each([
    [{ problem: 'changed', goodRecords: 62, badRecord: 63 }, 'Record 63 was changed.'],
    [{ problem: 'changed', goodRecords: 62 }, 'Record 63 was changed.'],
    [{ problem: 'code-missing', goodRecords: 8, badRecord: 9 }, 'Record 9 has no code.'],
    [{ problem: 'code-missing', goodRecords: 3 }, 'No record had a code.'],
    [{ problem: 'truncated', goodRecords: 3 }, 'Records are missing at the end.'],
    [{ problem: 'of-a-later-version', goodRecords: 3 }, 'problem of-a-later-version']
  ])('names in words what was wrong with a log that was set aside: %j', (facts, words) => {
    expect(reasonOf(row('audit.set-aside', facts))).toBe(words)
    expect(subjectOf(row('audit.set-aside', facts))).toBe(`${facts.goodRecords} good records`)
  })

  it('counts one of each in the singular', () => {
    expect(subjectOf(row('audit.verified', { records: 1 }))).toBe('1 record')
    expect(subjectOf(row('audit.verified', { records: 1200 }))).toBe('1,200 records')
    expect(subjectOf(row('audit.keyed', { recordsBefore: 1 }))).toBe('1 record before')
    expect(subjectOf(row('audit.keyed', { recordsBefore: 0 }))).toBe('0 records before')
    expect(subjectOf(row('identity.revealed', { people: 1 }))).toBe('1 person')
    expect(subjectOf(row('audit.set-aside', { goodRecords: 1, files: 1 }))).toBe('1 good record, 1 file')
    expect(subjectOf(row('snapshot.expired', { ageDays: 1 }))).toBe('1 day old')
    expect(subjectOf(row('snapshot.expired', { ageDays: 91 }))).toBe('91 days old')
    expect(subjectOf(row('data.read', { streamsBefore: 51 }))).toBe('51 streams before')
  })

  it('says of what was saved whether it is on the disk', () => {
    expect(subjectOf(row('cohort.saved', { cohort: 'c1', saved: true }))).toBe('cohort c1, on the disk')
    expect(subjectOf(row('cohort.saved', { cohort: 'c1', saved: false }))).toBe('cohort c1, not on the disk')
  })
})
