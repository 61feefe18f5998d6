import type { WrittenDays } from '../../../base/fhir/last-day.ts'
import { civilFromDay } from '../../../base/fhir/calendar.ts'
import { NO_DAY, precisions } from '../../../base/fhir/missing.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { monthLabel } from '../base/periods.ts'

const [YEAR, MONTH] = [precisions.indexOf('year'), precisions.indexOf('month')]

/** A day as it was recorded: a year or a month alone in words, so that nobody reads a day that is not known. */
export function writtenDay({ days, precision }: WrittenDays, row: number): Day | string | undefined {
  const day = days[row]!
  if (day === NO_DAY) return undefined
  if (precision[row] === YEAR) return String(civilFromDay(day).year)
  return precision[row] === MONTH ? monthLabel(day) : day
}
