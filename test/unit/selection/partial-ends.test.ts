import { describe, expect, it } from 'vitest'
import { dayFromCivil } from '#engine/base/fhir/calendar.ts'
import { lastWrittenDays } from '#engine/base/fhir/last-day.ts'
import { NO_DAY } from '#engine/base/fhir/missing.ts'
import { hasBit } from '#engine/base/kernels/bitset.ts'
import { coverageTerms } from '#engine/population/claims/coverage-terms.ts'
import { coveredMonths } from '#engine/population/claims/covered-months.ts'
import { conditionStates } from '#engine/population/registries/condition-state.ts'
import { consentDenials } from '#engine/population/scope/consent-denials.ts'
import { loadFiles } from '../../support/load-store.ts'
import { plainStore } from './plain-store.ts'

/** Ends of the year 2026, as precise as FHIR lets them be: each has December 31 in it (R4, `Period.end`). */
const ends = ['2026-12-31', '2026-12', '2026']

const endOfYear = dayFromCivil(2026, 12, 31)

it('the last day of a month and of a year is theirs, also in February of a leap year', () => {
  const days = Int32Array.of(
    dayFromCivil(2028, 2, 1),
    dayFromCivil(2027, 2, 1),
    dayFromCivil(2028, 1, 1),
    20_000,
    NO_DAY
  )
  expect([...lastWrittenDays({ days, precision: Uint8Array.of(2, 2, 1, 3, 0) })]).toEqual([
    dayFromCivil(2028, 2, 29),
    dayFromCivil(2027, 2, 28),
    dayFromCivil(2028, 12, 31),
    20_000,
    NO_DAY
  ])
})

describe.each(ends)('a period that ends in "%s"', (end) => {
  it('denies to its last day, where it is that of a consent', async () => {
    const consent = {
      resourceType: 'Consent',
      id: 'c',
      status: 'active',
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
      category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
      patient: { reference: 'Patient/p' },
      dateTime: '2025-06-01',
      provision: { type: 'deny', period: { start: '2025-06-01', end } }
    }
    const store = await loadFiles([{ name: 'a.ndjson', content: [{ resourceType: 'Patient', id: 'p' }, consent] }])
    const denies = (day: number): boolean => hasBit(consentDenials(store, day).people, 0)
    expect([dayFromCivil(2026, 6, 15), endOfYear, endOfYear + 1].map(denies)).toEqual([true, true, false])
  })

  it('is that of a member for all twelve months', () => {
    const coverage = [{ id: 'c', patient_id: 'p', status: 'active', period_start: '2026-01-01', period_end: end }]
    const store = plainStore({ patient: [{ id: 'p' }], coverage })
    expect(coverageTerms(store)!.last[0]).toBe(endOfYear)
    expect([...coveredMonths(store).of(0)].map(({ first, last }) => last - first + 1)).toEqual([12])
  })

  it('is not taken back by a beginning in it', () => {
    const coverage = [{ id: 'c', patient_id: 'p', status: 'active', period_start: '2026-12-05', period_end: end }]
    expect([...coverageTerms(plainStore({ patient: [{ id: 'p' }], coverage }))!.counts]).toEqual([1])
  })

  it('is that of a diagnosis in force until then', () => {
    const condition = [{ id: 'c', patient_id: 'p', recorded_date: '2026-03-05', abatement: end }]
    const { end: last } = conditionStates(plainStore({ patient: [{ id: 'p' }], condition }).table('condition'))
    expect([...last]).toEqual([endOfYear])
  })
})
