import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import {
  laterRecords,
  monthPeriods,
  ownPeriod,
  periodChoices,
  rollingPeriod,
  trendPeriods,
  yearPeriod
} from '../../../src-renderer/state/measures/measure-periods.ts'

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000
const days = ({ start, end }: { start: string; end: string }): number => day(end) - day(start) + 1

describe('measurement periods', () => {
  it('of a calendar year', () => {
    expect(yearPeriod(2026).period).toEqual({ start: '2026-01-01', end: '2026-12-31' })
  })

  it.each([
    ['2026-10-31', '2025-11-01'],
    ['2026-12-31', '2026-01-01'],
    ['2024-02-29', '2023-03-01'],
    ['2025-02-28', '2024-02-29'],
    ['2024-02-28', '2023-03-01']
  ])('of twelve months to %s', (end, start) => {
    expect(rollingPeriod(day(end)).period).toEqual({ start, end })
  })

  it('of twelve months have 365 or 366 days, and end on the day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (end) => {
        const { period } = rollingPeriod(end)
        expect(day(period.end)).toBe(end)
        expect([365, 366]).toContain(days(period))
      })
    )
  })

  it('of a trend end with months, the newest first; a month under way is left out', () => {
    expect(trendPeriods(day('2026-10-30'), 3).map(({ period }) => period.end)).toEqual([
      '2026-09-30',
      '2026-08-31',
      '2026-07-31'
    ])
    expect(trendPeriods(day('2026-10-31'), 2).map(({ period }) => period.end)).toEqual(['2026-10-31', '2026-09-30'])
  })

  it('of months follow each other without a gap', () => {
    const months = monthPeriods(day('2026-01-31'), 14).map(({ period }) => period)
    expect(months[0]).toEqual({ start: '2026-01-01', end: '2026-01-31' })
    months.slice(1).forEach((month, index) => {
      expect(day(month.end) + 1).toBe(day(months[index]!.start))
    })
  })

  it('to choose from are the years with data and the twelve months to the day', () => {
    expect(periodChoices(day('2024-05-01'), day('2026-10-31')).map(({ id }) => id)).toEqual([
      'year-2026',
      'year-2025',
      'year-2024',
      'rolling-2026-10-31'
    ])
    expect(periodChoices(day('1950-01-01'), day('2026-10-31'))).toHaveLength(6)
  })
})

describe('periods of days', () => {
  it('are called by their days in words', () => {
    expect(ownPeriod({ start: '2025-07-01', end: '2026-06-30' }).label).toBe('12 months to Jun 2026')
    expect(ownPeriod({ start: '2026-01-15', end: '2026-03-31', asOf: '2026-02-01' }).label).toBe(
      'Jan 15, 2026 to Mar 31, 2026, as of Feb 1, 2026'
    )
  })
})

describe('results and the as-of date', () => {
  const last = day('2026-10-31')
  const year = { start: '2026-01-01', end: '2026-12-31' }

  it('agree on the last day with data, and for a period that was over', () => {
    expect(laterRecords(year, last, last)).toBeUndefined()
    expect(laterRecords({ start: '2025-01-01', end: '2025-12-31' }, day('2026-06-30'), last)).toBeUndefined()
    expect(laterRecords(year, day('2026-12-02'), last)).toBeUndefined()
  })

  it('do not agree where records of later days count, up to the period or the data', () => {
    expect(laterRecords(year, day('2026-06-30'), last)).toEqual({
      through: last,
      period: { ...year, asOf: '2026-06-30' }
    })
    expect(laterRecords({ start: '2025-01-01', end: '2025-12-31' }, day('2025-06-30'), last)?.through).toBe(
      day('2025-12-31')
    )
  })

  it('agree for a period that was run as of the date', () => {
    const asOfJune = { ...year, asOf: '2026-06-30' }
    expect(laterRecords(asOfJune, day('2026-06-30'), last)).toBeUndefined()
    expect(laterRecords(asOfJune, day('2026-05-31'), last)?.through).toBe(day('2026-06-30'))
  })

  it('of a period that had not begun are those of the one before', () => {
    expect(laterRecords(year, day('2025-10-31'), last)?.period).toEqual({
      start: '2025-01-01',
      end: '2025-12-31',
      asOf: '2025-10-31'
    })
  })
})
