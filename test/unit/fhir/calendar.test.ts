import { describe, expect, it } from 'vitest'
import {
  addMonths,
  addYears,
  ageAt,
  civilFromDay,
  dayFromCivil,
  daysInMonth,
  monthStart
} from '#engine/base/fhir/calendar.ts'

const day = (text: string): number => Date.parse(text) / 86_400_000

describe('calendar', () => {
  it('counts days from 1970', () => {
    expect(dayFromCivil(1970, 1, 1)).toBe(0)
    expect(civilFromDay(-1)).toEqual({ year: 1969, month: 12, day: 31 })
    expect(daysInMonth(1900, 2)).toBe(28)
    expect(daysInMonth(2000, 2)).toBe(29)
  })

  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-12-15', 1, '2025-01-15'],
    ['2024-01-15', -13, '2022-12-15'],
    ['2024-05-31', 0, '2024-05-31']
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(day(to))
  })

  it('adds years', () => {
    expect(addYears(day('2024-02-29'), 1)).toBe(day('2025-02-28'))
    expect(addYears(day('2024-02-29'), -4)).toBe(day('2020-02-29'))
    expect(monthStart(day('2024-02-29'))).toBe(day('2024-02-01'))
  })

  it.each([
    ['1960-06-15', '2024-06-14', 63],
    ['1960-06-15', '2024-06-15', 64],
    ['2000-02-29', '2001-02-28', 0],
    ['2000-02-29', '2001-03-01', 1],
    ['2000-02-29', '2004-02-29', 4],
    ['2000-01-01', '2000-01-01', 0],
    ['2000-01-01', '1999-12-31', -1]
  ])('who was born on %s is on %s %i years old', (birth, on, years) => {
    expect(ageAt(day(birth), day(on))).toBe(years)
  })
})
