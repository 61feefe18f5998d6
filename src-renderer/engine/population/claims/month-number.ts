import { civilFromDay } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'

/** Months since year 0, so that consecutive months have consecutive numbers. @param day since 1970-01-01 */
export function monthNumber(day: number): number {
  const { year, month } = civilFromDay(day)
  return year * 12 + month - 1
}

/** The month of each day; `missing` for days that are not known. */
export function monthNumbers(days: Int32Array, missing: number): Int32Array {
  const months = new Int32Array(days.length).fill(missing)
  let [first, last] = [2147483647, NO_DAY]
  for (const day of days) {
    if (day === NO_DAY) continue
    if (day < first) first = day
    if (day > last) last = day
  }
  if (first > last) return months
  // Many rows share few days.
  const ofDay = new Int32Array(last - first + 1).fill(NO_MONTH)
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (day === NO_DAY) continue
    let month = ofDay[day - first]!
    if (month === NO_MONTH) ofDay[day - first] = month = monthNumber(day)
    months[row] = month
  }
  return months
}

/** No day is in this month. */
const NO_MONTH = -2147483648
