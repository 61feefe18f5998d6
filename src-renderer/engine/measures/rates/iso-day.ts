import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import { AppError } from '#shared/app-error.ts'
import { dateTimeParts, formatDateTime, parseDateTime } from '../../base/fhir/dates.ts'
import type { Day } from '../../base/figures/filter.ts'

/** The day of `YYYY-MM-DD`. @throws AppError `invalid-input` for anything else */
export function dayOfIso(text: string): Day {
  const parts = dateTimeParts()
  if (!parseDateTime(text, parts) || parts.precision < 3) {
    throw new AppError('invalid-input', m.isNoDayOfTheCalendar(text))
  }
  return parts.day
}

/** A day as `YYYY-MM-DD`. */
export function isoOfDay(day: Day): string {
  return formatDateTime(day, 0, 0, 3)
}
