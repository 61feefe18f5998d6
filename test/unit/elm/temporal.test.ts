import { describe, expect, it } from 'vitest'
import { compareTemporal } from '#engine/cql/elm/operators/compare-temporal.ts'
import { durationBetween } from '#engine/cql/elm/operators/duration.ts'
import { evaluate, integer, library } from './elm-fixture.ts'
import { Uncertainty } from '#engine/cql/elm/values/value.ts'
import { addDuration } from '#engine/cql/elm/operators/temporal-arithmetic.ts'
import { Decimal } from '#engine/cql/elm/values/decimal.ts'
import { Quantity } from '#engine/cql/elm/values/quantity.ts'
import { fixedOffset, formatTemporal, parseCqlDate, parseCqlDateTime } from '#engine/cql/elm/values/temporal-text.ts'

const zone = fixedOffset(-300)
const dateTime = (text: string) => parseCqlDateTime(text, zone)!
const day = (text: string) => parseCqlDate(text)!
const quantity = (value: number, unit: string) => new Quantity(Decimal.fromInteger(value), unit)

describe('dates and times', () => {
  it('are compared in the zone of the evaluation', () => {
    expect(compareTemporal(dateTime('2026-03-01T02:00:00.000Z'), dateTime('2026-02-28T21:00:00.000'))).toBe(0)
    expect(compareTemporal(dateTime('2026-03-01T02:00:00.000Z'), dateTime('2026-02-28T23:00:00.000'), 3)).toBe(0)
  })

  it('cannot be distinguished beyond the coarser precision', () => {
    expect(compareTemporal(dateTime('2026-03'), dateTime('2026-03-01T00:00:00.000'))).toBeUndefined()
    expect(compareTemporal(dateTime('2026-02'), dateTime('2026-03-01T00:00:00.000'))).toBeLessThan(0)
    expect(compareTemporal(dateTime('2026-03-01'), dateTime('2026-03-01T10:00:00.000'), 3)).toBe(0)
  })

  it('keep the last day of the month when moved by months', () => {
    expect(formatTemporal(addDuration(day('2024-02-29'), quantity(1, 'year'), 1) as never)).toBe('2025-02-28')
    expect(formatTemporal(addDuration(day('2026-01-31'), quantity(1, 'month'), 1) as never)).toBe('2026-02-28')
  })

  it('refuse years that cannot be written and units that are no time', () => {
    expect(() => addDuration(day('2026-01-31'), quantity(9000, 'years'), 1)).toThrow(/1 to 9999/)
    expect(() => addDuration(day('2026-01-31'), quantity(1, 'mg'), 1)).toThrow(/no unit of time/)
  })

  it('have whole durations between them, uncertain where they are coarse', () => {
    expect(durationBetween(day('1980-06-15'), day('2026-06-14'), 'year')).toBe(45)
    expect(durationBetween(day('1980-06-15'), day('2026-06-15'), 'year')).toBe(46)
    expect(durationBetween(day('2026-06-15'), day('1980-06-15'), 'year')).toBe(-46)
    const uncertain = durationBetween(day('1980'), day('2026-06-14'), 'year')
    expect(uncertain).toBeInstanceOf(Uncertainty)
    expect([(uncertain as Uncertainty).low, (uncertain as Uncertainty).high]).toEqual([45, 46])
  })

  it('count an age in whole days where a birth date meets an instant, and not by its time of day', () => {
    const date = (year: number, month: number, dayOfMonth: number, ...time: number[]) => {
      const names = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond']
      const parts = [year, month, dayOfMonth, ...time].map((value, place) => [names[place]!, integer(value)])
      return { type: time.length > 0 ? 'DateTime' : 'Date', ...(Object.fromEntries(parts) as object) }
    }
    const ages = (precision: string, birth: unknown, ...days: unknown[]) =>
      days.map((day, place) => {
        const name = `${precision}${place}`
        return evaluate(name, [
          library('A', [{ name, expression: { type: 'CalculateAgeAt', precision, operand: [birth, day] } }])
        ])
      })
    const birth = date(1980, 3, 10)
    const morning = [8, 30, 0, 0]
    expect(
      ages(
        'Year',
        birth,
        date(2026, 3, 9, 23, 59, 59, 999),
        date(2026, 3, 10, 0, 0, 0, 0),
        date(2026, 3, 10, ...morning)
      )
    ).toEqual([45, 46, 46])
    expect(ages('Month', birth, date(1980, 5, 9, ...morning), date(1980, 5, 10, ...morning))).toEqual([1, 2])
    expect(ages('Week', birth, date(1980, 3, 23, ...morning), date(1980, 3, 24, ...morning))).toEqual([1, 2])
    expect(ages('Day', birth, date(1980, 3, 10, ...morning), date(1980, 3, 11, ...morning))).toEqual([0, 1])
  })

  it('read only dates of the calendar', () => {
    for (const text of ['2026-13', '2026-02-29', '2026-01-01T24:00', '0000-01-01', '2026-1-1']) {
      expect(parseCqlDateTime(text, zone)).toBeUndefined()
    }
  })
})
