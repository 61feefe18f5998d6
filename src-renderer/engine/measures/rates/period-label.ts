import { monthName } from '#shared/messages/month-name.ts'
import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import { civilFromDay, daysInMonth } from '../../base/fhir/calendar.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import { dayOfIso } from './iso-day.ts'

/** A period in few words: `2025`, `Oct 2025`, `12 months to Oct 2026`, else both days. */
export function periodLabel({ start, end }: MeasurementPeriod): string {
  const from = civilFromDay(dayOfIso(start))
  const to = civilFromDay(dayOfIso(end))
  const isWholeMonths = from.day === 1 && to.day === daysInMonth(to.year, to.month)
  const count = (to.year - from.year) * 12 + to.month - from.month + 1
  if (!isWholeMonths) return m.fromToTo(start, end)
  if (from.year === to.year && count === 12) return String(to.year)
  const last = `${monthName(to.month)} ${to.year}`
  return count === 1 ? last : m.countMonthsToLast(count, last)
}
