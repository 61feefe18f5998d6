import { describe, expect, it } from 'vitest'
import { comparisonPeriods, periodProgress, periodProgressText } from '#engine/measures/rates/period-progress.ts'
import { defaultPeriod, periodChoices } from '../../../src-renderer/state/measures/measure-periods.ts'
import { day } from '../selection/plain-store.ts'

const year2026 = { start: '2026-01-01', end: '2026-12-31' }

describe('a running period', () => {
  it('says how far the data reach', () => {
    const progress = periodProgress(year2026, day('2026-10-31'))!
    expect(periodProgressText(progress, year2026)).toBe('to Oct 31 (day 304 of 365)')
    expect(periodProgress(year2026, day('2026-12-31'))).toBeUndefined()
    expect(periodChoices(day('2025-01-01'), day('2021-03-31')).at(0)!.label).toBe('2021, to Mar 31 (day 90 of 365)')
  })

  it('is compared with the same days of the year before', () => {
    expect(comparisonPeriods(year2026, day('2026-10-31'))).toEqual({
      now: { start: '2026-01-01', end: '2026-10-31' },
      before: { start: '2025-01-01', end: '2025-10-31' }
    })
  })

  it('that is over is compared with the whole period before', () => {
    expect(comparisonPeriods(year2026, day('2027-01-31'))).toEqual({
      now: year2026,
      before: { start: '2025-01-01', end: '2025-12-31' }
    })
  })

  it.each([
    [
      { start: '2023-03-01', end: '2024-02-29' },
      { start: '2022-03-01', end: '2023-02-28' }
    ],
    [
      { start: '2024-03-01', end: '2025-02-28' },
      { start: '2023-03-01', end: '2024-02-29' }
    ],
    [
      { start: '2020-04-01', end: '2021-03-31' },
      { start: '2019-04-01', end: '2020-03-31' }
    ]
  ])('of twelve months has the twelve before it on the other side', (period, before) => {
    expect(comparisonPeriods(period, undefined).before).toEqual(before)
  })
})

describe('the period that is shown first', () => {
  it.each([
    ['2026-10-31', 'year-2026'],
    ['2020-12-31', 'year-2020'],
    ['2021-03-31', 'rolling-2021-03-31'],
    ['2026-09-29', 'rolling-2026-09-29'],
    ['2026-10-01', 'year-2026']
  ])('with data to %s is %s', (last, id) => {
    expect(defaultPeriod(day(last)).id).toBe(id)
  })
})
