import { describe, expect, it } from 'vitest'
import { NO_DAY } from '#engine/base/fhir/missing.ts'
import { recordedDays } from '#engine/population/registries/recorded-days.ts'
import { registryIndex } from '#engine/population/registries/registry-index.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'
import { shipped } from './shipped-registries.ts'

const diabetes = 'http://snomed.info/sct|44054006'

/** The recorded days of one diagnosis, as days. */
function daysOf(condition: PlainRow): { day: number; latest: number; byOnset: boolean } {
  const store = plainStore({
    patient: [{ id: 'p', birth_date: '1960-01-01' }],
    encounter: [{ id: 'visit', patient_id: 'p', period_start: '2021-04-06' }],
    condition: [{ id: 'c', patient_id: 'p', code: diabetes, ...condition }]
  })
  const { days, latest, byOnset } = recordedDays(store)!
  return { day: days[0]!, latest: latest[0]!, byOnset: byOnset[0] === 1 }
}

describe('the day on which a diagnosis was recorded', () => {
  it('is the recorded date, not the onset', () => {
    expect(daysOf({ onset: '2012-01-01', recorded_date: '2021-04-09' })).toEqual({
      day: day('2021-04-09'),
      latest: NO_DAY,
      byOnset: false
    })
  })

  it('is the earliest of recorded date, assertion and day of the encounter, and keeps the latest of them', () => {
    const all = { onset: '2012-01-01', recorded_date: '2021-04-20', asserted_date: '2021-04-11', encounter_id: 'visit' }
    expect(daysOf(all)).toEqual({ day: day('2021-04-06'), latest: day('2021-04-20'), byOnset: false })
    expect(daysOf({ ...all, asserted_date: '2021-03-01' }).day).toBe(day('2021-03-01'))
  })

  it('is a year or a month only where no other date has a day', () => {
    expect(daysOf({ recorded_date: '2021', encounter_id: 'visit' }).day).toBe(day('2021-04-06'))
    expect(daysOf({ recorded_date: '2021', onset: '2012-01-01' })).toMatchObject({
      day: day('2021-01-01'),
      byOnset: false
    })
  })

  it('is marked where nothing but a year is known', () => {
    const yearOnly = (condition: PlainRow): boolean =>
      recordedDays(plainStore({ patient: [{ id: 'p' }], condition: [{ id: 'c', patient_id: 'p', ...condition }] }))!
        .yearOnly[0] === 1
    expect(yearOnly({ onset: '2021' })).toBe(true)
    expect(yearOnly({ onset: '2012-01-01', recorded_date: '2021' })).toBe(true)
    expect(yearOnly({ onset: '2021-01' })).toBe(false)
    expect(yearOnly({ onset: '2021', recorded_date: '2021-04' })).toBe(false)
    expect(yearOnly({ onset: '2021', recorded_date: '2021-04-09' })).toBe(false)
    expect(yearOnly({})).toBe(false)
  })

  it('is the onset, marked as such, where there is nothing else', () => {
    expect(daysOf({ onset: '2012-01-01' })).toEqual({ day: day('2012-01-01'), latest: NO_DAY, byOnset: true })
    expect(daysOf({})).toEqual({ day: NO_DAY, latest: NO_DAY, byOnset: false })
  })
})

describe('membership', () => {
  const registry = shipped('diabetes')

  it('begins when the diagnosis was recorded, however long before the disease began', () => {
    const store = plainStore({
      patient: [{ id: 'p', birth_date: '1960-01-01' }],
      condition: [{ id: 'c', patient_id: 'p', code: diabetes, onset: '2019-02-01', recorded_date: '2021-04-09' }]
    })
    const index = registryIndex(store, [registry])
    expect(index.members(registry, day('2021-04-08'))[0]).toBe(0)
    expect(index.members(registry, day('2021-04-09'))[0]).toBe(1)
    expect(index.membership(registry).byOnset[0]).toBe(0)
  })
})
