import { civilFromDay } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'

/** Days whose months are looked up: those of the years from 1900 to 2099. */
const [FIRST_DAY, DAYS] = [-25_567, 73_049]
/** Months of these days; 0 for those that nobody has asked for. */
const ofDay = new Int32Array(DAYS)

/** Months since year 0, so that consecutive months have consecutive numbers. @param day since 1970-01-01 */
export function monthNumber(day: number): number {
  const place = day - FIRST_DAY
  if (!(place >= 0 && place < DAYS)) return findMonth(day)
  const known = ofDay[place]!
  return known === 0 ? (ofDay[place] = findMonth(day)) : known
}

function findMonth(day: number): number {
  const { year, month } = civilFromDay(day)
  return year * 12 + month - 1
}

/** The month of each day; `missing` for days that are not known. */
export function monthNumbers(days: Int32Array, missing: number): Int32Array {
  return days.map((day) => (day === NO_DAY ? missing : monthNumber(day)))
}
