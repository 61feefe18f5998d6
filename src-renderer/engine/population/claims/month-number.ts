import { civilFromDay } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'

/** Months since year 0, so that consecutive months have consecutive numbers. @param day since 1970-01-01 */
export function monthNumber(day: number): number {
  const { year, month } = civilFromDay(day)
  return year * 12 + month - 1
}

/** The month of each day; `missing` for days that are not known. */
export function monthNumbers(days: Int32Array, missing: number): Int32Array {
  const known = new Map<number, number>()
  return days.map((day) => {
    if (day === NO_DAY) return missing
    let month = known.get(day)
    if (month === undefined) known.set(day, (month = monthNumber(day)))
    return month
  })
}
