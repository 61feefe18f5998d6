import { addMonths, monthStart } from '#engine/base/fhir/calendar.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { twelveMonthsTo } from '#engine/measures/rates/default-period.ts'

/** A day for which a report is made. */
export interface ReportDay {
  readonly asOf: Day
  /** Of the measures. */
  readonly period: MeasurementPeriod
}

/**
 * The days of a series of reports, oldest first: the last day of each month before that of `asOf`, and `asOf` itself. The
 * measures of each day are those of the twelve months up to it, so that the reports say what one could have known then.
 * @param months how many there are; one report, of the period that is given, where it is absent
 */
export function reportDays(asOf: Day, months: number | undefined, period: MeasurementPeriod): readonly ReportDay[] {
  if (months === undefined) return [{ asOf, period }]
  const ends = Array.from({ length: months - 1 }, (_, before) => addMonths(monthStart(asOf), before - months + 2) - 1)
  return [...ends, asOf].map((day) => ({ asOf: day, period: twelveMonthsTo(day) }))
}
