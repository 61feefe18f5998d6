import { describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import { elementsLeftOut, exportLimitProblems } from '#shared/connections/export-limits.ts'
import { kickOffRequest } from '../../../src-main/bulk/protocol/kick-off.ts'
import type { ExportRecord } from '../../../src-main/services/exports/export-record.ts'
import { refreshBase } from '../../../src-main/services/exports/refresh-base.ts'
import { requestOf } from '../../../src-main/services/connections/request-of.ts'
import { generic } from '../../../src-main/vendors/generic.ts'
import { vendorProfile } from '../../../src-main/vendors/vendor-list.ts'

const settings: ConnectionSettings = {
  name: 'Server',
  base: 'https://fhir.example.org/r4',
  vendor: 'generic',
  switches: {},
  auth: 'none',
  mode: 'bulk',
  level: 'patient',
  types: { kind: 'chosen', types: ['Patient', 'Observation'] },
  typeFilters: [],
  associated: [],
  byPatient: false,
  lenient: false,
  trustedOrigins: [],
  allowHttpLoopback: false
}
const problems = (changes: Partial<ConnectionSettings>, parameters = generic.parameters) =>
  exportLimitProblems({ ...settings, ...changes }, ['Patient', 'Observation'], parameters)

describe('limits of an export', () => {
  it('reach the kick-off request', () => {
    const limited = {
      ...settings,
      typeFilters: ['Observation?category=laboratory'],
      elements: ['Patient.birthDate', 'code'],
      since: '2026-01-01',
      until: '2026-06-30T12:00:00+02:00'
    }
    const query = new URL(kickOffRequest(requestOf(limited, generic, undefined, []), 'get-commas').url).searchParams
    expect(Object.fromEntries(query)).toMatchObject({
      _typeFilter: 'Observation?category=laboratory',
      _elements: 'Patient.birthDate,code',
      _since: '2026-01-01T00:00:00Z',
      _until: '2026-06-30T12:00:00+02:00'
    })
  })
  it('never let a refresh go back before the start that was set, nor forget what was fetched', () => {
    const since = (changes: string): string | undefined =>
      requestOf({ ...settings, since: '2026-03-01' }, generic, undefined, [], changes).since
    expect(since('2026-02-01T00:00:00Z')).toBe('2026-03-01T00:00:00Z')
    expect(since('2026-04-01T00:00:00Z')).toBe('2026-04-01T00:00:00Z')
  })
  it('are checked one by one', () => {
    expect(problems({ typeFilters: ['Observation?category=laboratory'], elements: ['Patient.name', 'code'] })).toEqual(
      {}
    )
    expect(problems({ typeFilters: ['category=laboratory'] }).typeFilters).toMatch(/not a search of one type/)
    expect(problems({ typeFilters: ['Condition?code=1'] }).typeFilters).toMatch(/Condition, which is not one of/)
    expect(problems({ elements: ['Patient.name.family'] }).elements).toMatch(/not an element of the top level/)
    expect(problems({ elements: ['Condition.code'] }).elements).toMatch(/not one of the requested/)
    expect(problems({ since: 'yesterday' }).since).toMatch(/Write a day/)
    expect(problems({ until: '2026-02-30' }).until).toMatch(/Write a day/)
    expect(problems({ since: '2026-01-31T06:00:00' }).since).toMatch(/with its zone/)
    expect(problems({ since: '2026-02-01', until: '2026-02-01T00:00:00Z' }).until).toMatch(/not after the start/)
  })
  it('are refused where the vendor profile does not list their parameter, but not for searches', () => {
    const { parameters } = vendorProfile('athenahealth')
    expect(problems({ elements: ['code'] }, parameters).elements).toMatch(/does not list _elements/)
    expect(problems({ elements: ['code'], mode: 'crawl' }, parameters)).toEqual({})
  })
  it('say which elements the screens lack', () => {
    expect(elementsLeftOut([], ['Patient'])).toEqual([])
    expect(elementsLeftOut(['Patient.name'], ['Patient', 'Observation'])).toEqual([
      'Patient.birthDate',
      'Patient.gender'
    ])
    expect(elementsLeftOut(['birthDate', 'gender', 'onset'], ['Patient', 'Condition'])).toEqual([
      'Condition.code',
      'Condition.clinicalStatus',
      'Condition.recordedDate'
    ])
  })
})

describe('a refresh of a limited export', () => {
  const ended = {
    id: 'a',
    connection: 'c',
    name: 'Server',
    kind: 'full' as const,
    reason: 'asked' as const,
    createdAt: 1,
    snapshot: 's',
    paused: false,
    ended: {
      state: 'committed' as const,
      at: 2,
      shown: true,
      transactionTime: '2026-05-01T00:00:00Z',
      completeness: { state: 'complete' as const }
    }
  } as unknown as ExportRecord
  const asked = (changes: Partial<ConnectionSettings>) => requestOf({ ...settings, ...changes }, generic, undefined, [])
  const base = (before: Partial<ConnectionSettings>, now: Partial<ConnectionSettings>) =>
    refreshBase([{ file: ended, request: () => Promise.resolve(asked(before)) }], asked(now), new Set(['s']))

  it('builds on the last one as long as the limits are the same', async () => {
    const limits = { since: '2026-01-01', elements: ['code'], until: '2027-01-01' }
    expect(await base(limits, limits)).toEqual({ snapshot: 's', since: '2026-05-01T00:00:00Z' })
  })
  it('fetches everything when a limit changed', async () => {
    expect(await base({ since: '2026-01-01' }, { since: '2025-01-01' })).toEqual({ because: ['since'] })
    expect(await base({ since: '2026-01-01' }, {})).toEqual({ because: ['since'] })
    expect(await base({}, { elements: ['code'] })).toEqual({ because: ['filters'] })
  })
  it('fetches everything when the period had ended', async () => {
    const limits = { until: '2026-04-30' }
    expect(await base(limits, limits)).toEqual({ because: ['until'] })
  })
})
