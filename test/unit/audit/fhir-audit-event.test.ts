import { describe, expect, it } from 'vitest'
import { auditActions } from '#shared/audit-action.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import { auditEventLine, auditEventReleases } from '../../../src-main/services/audit/fhir-audit-event.ts'
import { auditEventR4, auditEventR5, codingsIn, misfits, publishedCodes } from './audit-event-definitions.ts'

const base: AuditRow = {
  seq: 7,
  time: '2026-11-25T12:00:00.000Z',
  actor: 'CLINIC\\eve',
  role: 'quality-analyst',
  version: '1.2.3',
  host: 'electron',
  action: 'data.read',
  outcome: 'success',
  facts: {}
}
const factsOf: readonly AuditRow['facts'][] = [
  {},
  { what: 'person', people: 1, names: true, person: 'a1b2c3' },
  { reason: 'care', people: 12 },
  { reason: 'because the auditor asked', what: 'rows', rows: 5_000_000_000, share: 0.5 },
  { reason: '', code: 'not-allowed', what: '' }
]
const outcomes = ['intent', 'success', 'failure'] as const
const definitions = { 'fhir-r4': auditEventR4, 'fhir-r5': auditEventR5 } as const

function everyRecord(): AuditRow[] {
  const rows = auditActions.flatMap((action) =>
    outcomes.flatMap((outcome) => factsOf.map((facts): AuditRow => ({ ...base, action, outcome, facts })))
  )
  const { actor: _actor, role: _role, version: _version, ...early } = base
  return [...rows, early, { ...base, action: 'something.new', intent: 6 }]
}

describe.each(auditEventReleases)('an AuditEvent in %s', (release) => {
  it('fits the structure definition, for every action, outcome and kind of facts', () => {
    const wrong = everyRecord().flatMap((record) =>
      misfits(JSON.parse(auditEventLine(record, release, 'desk-12')), definitions[release])
    )
    expect([...new Set(wrong)]).toEqual([])
  })

  it('uses published codes only, next to its own action and role', () => {
    const codes = everyRecord().flatMap((record) =>
      codingsIn(JSON.parse(auditEventLine(record, release, 'desk-12')) as unknown)
    )
    const wrong = codes.filter(
      ({ system, code }) =>
        !system.startsWith('https://populus.example/') && publishedCodes[system]?.includes(code) !== true
    )
    expect(wrong).toEqual([])
  })

  it('is one line, and says who, when, with which outcome and about whom', () => {
    const line = auditEventLine(
      { ...base, action: 'identity.revealed', facts: { reason: 'care', people: 1, person: 'a1b2c3' } },
      release,
      'desk-12'
    )
    expect(line).not.toContain('\n')
    for (const part of ['CLINIC\\\\eve', 'quality-analyst', base.time, 'TREAT', 'a1b2c3', 'desk-12', 'Populus 1.2.3'])
      expect(line).toContain(part)
  })

  it('claims no outcome for what was only announced', () => {
    const event = JSON.parse(auditEventLine({ ...base, outcome: 'intent' }, release, 'desk-12')) as object
    expect(event).not.toHaveProperty('outcome')
    expect(JSON.stringify(event)).toContain('announced')
  })
})

describe('the checks of this test', () => {
  it('find what is missing, unknown, no list, or no code', () => {
    const event = JSON.parse(auditEventLine(base, 'fhir-r4', 'desk-12')) as Record<string, unknown>
    const { source: _source, ...rest } = event
    expect(misfits({ ...rest, agent: {}, action: 'X', extra: 1 }, auditEventR4)).toEqual([
      '.extra: not in the definition',
      '.action: X is no code of it',
      '.agent: has to be a list',
      '.source: missing'
    ])
  })
})
