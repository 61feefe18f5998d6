import { expect, it } from 'vitest'
import { NO_DAY } from '#engine/base/fhir/missing.ts'
import { coveredMonths } from '#engine/population/claims/covered-months.ts'
import { monthNumber } from '#engine/population/claims/month-number.ts'
import { deathDays } from '#engine/population/life/death-days.ts'
import { lifeWindow, personDays } from '#engine/population/panels/base/person-time.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { day, plainStore, type PlainRow } from './plain-store.ts'

const people = ['2023', '2023-05', '2023-05-17T10:00:00Z', undefined]

/** Each with the same care. */
function storeWith(table: string, rows: readonly PlainRow[]) {
  return plainStore({
    patient: people.map((deceased_at, person) => ({ id: `p${person}`, birth_date: '1950-01-01', deceased_at })),
    [table]: people.flatMap((_, person) =>
      rows.map((row, place) => ({ id: `r${person}-${place}`, patient_id: `p${person}`, ...row }))
    )
  })
}

const visits: readonly PlainRow[] = [
  { status: 'finished', period_start: '2023-02-10' },
  { status: 'finished', period_start: '2023-05-20T09:00:00Z' },
  { status: 'finished', period_start: '2023-09-04T09:00:00Z' },
  { status: 'cancelled', period_start: '2023-11-01T09:00:00Z' },
  { status: 'finished', period_start: '2024-03-01T09:00:00Z' }
]

it('a death of which the year or month is known counts from the day after the last care within it', () => {
  expect([...deathDays(storeWith('encounter', visits))]).toEqual([
    day('2023-09-05'),
    day('2023-05-21'),
    day('2023-05-17'),
    NO_DAY
  ])
})

it('people are living at their visits, and lived until then', () => {
  const store = storeWith('encounter', visits)
  const population = populationOf(store, [])
  const living = (date: string) => population.select(day(date), [{ dimension: 'living', values: ['living'] }])[0]
  expect(['2023-05-16', '2023-05-20', '2023-09-04', '2023-09-05', '2024-01-01'].map(living)).toEqual([
    0b1111, 0b1011, 0b1001, 0b1000, 0b1000
  ])
  const daysOf2023 = [0, 1, 2, 3].map((person) =>
    personDays(lifeWindow(store), person, day('2023-01-01'), day('2023-12-31'))
  )
  expect(daysOf2023).toEqual([247, 140, 136, 365])
  expect([0, 1, 2].map((person) => coveredMonths(store).of(person)[0]!.last)).toEqual(
    ['2023-09-01', '2023-05-01', '2023-05-01'].map((date) => monthNumber(day(date)))
  )
})

it('the same is told on all month ends at once', () => {
  const population = populationOf(storeWith('encounter', visits), [])
  const days = ['2023-04-30', '2023-05-31', '2023-08-31', '2023-09-30'].map((date) => day(date))
  const { daysOf } = population.dimension('living').daysChosen!(days, Uint8Array.of(1, 0, 0, 0))
  expect([0, 1, 2, 3].map((person) => daysOf(person))).toEqual([0b0111, 0b0001, 0b0001, 0b1111])
})

it('the end of a stay is care, and claims tell of care', () => {
  const stay = { status: 'finished', period_start: '2023-05-03T09:00:00Z', period_end: '2023-05-12T09:00:00Z' }
  expect(deathDays(storeWith('encounter', [stay]))[1]).toBe(day('2023-05-13'))
  const claim = { status: 'active', use: 'claim', outcome: 'complete', billable_start: '2023-05-08' }
  expect(deathDays(storeWith('explanation_of_benefit', [claim]))[0]).toBe(day('2023-05-09'))
})

it('it counts from the last day where there was care on it, and from the first day without any', () => {
  const last = [{ status: 'finished', period_start: '2023-05-31T09:00:00Z' }]
  expect(deathDays(storeWith('encounter', last))[1]).toBe(day('2023-05-31'))
  expect(deathDays(storeWith('encounter', [{ status: 'finished', period_start: '2022-05-31' }]))[0]).toBe(
    day('2023-01-01')
  )
})
