import { describe, expect, it } from 'vitest'
import { visitDays } from '#engine/measures/gaps/visit-days.ts'
import { NO_DAY } from '#engine/base/fhir/missing.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { day, plainStore } from '../selection/plain-store.ts'
import { allPeople } from '#engine/population/people/all-people.ts'

const asOf = day('2026-10-31')

function nextDays(appointments: readonly (readonly [patient: string, status: string, start: string])[]) {
  const store = plainStore({
    patient: [{ id: 'a' }, { id: 'b' }],
    encounter: [{ id: 'e1', patient_id: 'a', status: 'planned', period_start: '2026-12-24', period_end: '2026-12-24' }],
    appointment: appointments.map(([patient_id, status, start], index) => ({
      id: `ap${index}`,
      patient_id,
      status,
      start
    }))
  })
  return [...visitDays(allPeople(populationOf(store, [])), asOf).next]
}

describe('the next visit', () => {
  it('is the first of planned encounters and appointments', () => {
    expect(
      nextDays([
        ['a', 'booked', '2026-11-20T09:00:00Z'],
        ['b', 'pending', '2027-01-04T09:00:00Z'],
        ['b', 'booked', '2027-02-01T09:00:00Z']
      ])
    ).toEqual([day('2026-11-20'), day('2027-01-04')])
    expect(nextDays([['a', 'booked', '2027-03-01T09:00:00Z']])[0]).toBe(day('2026-12-24'))
  })

  it.each(['cancelled', 'noshow', 'fulfilled', 'entered-in-error', 'waitlist'])(
    'is no appointment that is %s',
    (status) => {
      expect(nextDays([['b', status, '2026-11-20T09:00:00Z']])[1]).toBe(NO_DAY)
    }
  )

  it('is none that lies before the date', () => {
    expect(nextDays([['b', 'booked', '2026-10-30T09:00:00Z']])[1]).toBe(NO_DAY)
  })
})
