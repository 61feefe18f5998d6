/**
 * Arithmetic on civil days: whole numbers counted from 1970-01-01 (day 0) in the proleptic Gregorian calendar.
 * No time zone takes part, and nothing here uses `Date`.
 */

/** A day of the calendar. `month` and `day` count from 1. */
export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

const DAYS_PER_ERA = 146_097
/** Days from 0000-03-01, where the 400-year era of the computation starts, to 1970-01-01. */
const EPOCH_SHIFT = 719_468

/** Days in a month; `month` counts from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/**
 * @param month from 1
 * @param day from 1; values beyond the month's end run into the next months
 * @returns the day's number
 */
export function dayFromCivil(year: number, month: number, day: number): number {
  // The year is taken to start in March, so that the leap day is its last one.
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT
}

/** The inverse of {@link dayFromCivil}. */
export function civilFromDay(day: number): CivilDate {
  const shifted = day + EPOCH_SHIFT
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const dayOfEra = shifted - era * DAYS_PER_ERA
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  }
}

/** The first day of the month that `day` lies in. */
export function monthStart(day: number): number {
  return day - civilFromDay(day).day + 1
}

/** The same day of the month `months` later (or earlier), or that month's last day when it is shorter. */
export function addMonths(day: number, months: number): number {
  const from = civilFromDay(day)
  const index = from.year * 12 + from.month - 1 + months
  const year = Math.floor(index / 12)
  const month = index - year * 12 + 1
  return dayFromCivil(year, month, Math.min(from.day, daysInMonth(year, month)))
}

/** The same day `years` later (or earlier); February 29 becomes February 28 in a common year. */
export function addYears(day: number, years: number): number {
  return addMonths(day, years * 12)
}

/** Completed years of age on `onDay`. Who was born on February 29 completes a year on March 1 in a common year. */
export function ageAt(birthDay: number, onDay: number): number {
  const birth = civilFromDay(birthDay)
  const on = civilFromDay(onDay)
  const before = on.month < birth.month || (on.month === birth.month && on.day < birth.day)
  return on.year - birth.year - (before ? 1 : 0)
}
