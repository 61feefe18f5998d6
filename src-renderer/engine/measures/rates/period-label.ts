import { dayText } from '#shared/messages/day-text.ts'
import { monthName } from '#shared/messages/month-name.ts'
import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import { civilFromDay, daysInMonth } from '../../base/fhir/calendar.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import { twelveMonthsTo } from './default-period.ts'
import { dayOfIso } from './iso-day.ts'

/** A period in few words: `2025`, `Oct 2025`, `12 months to Oct 2026`, `12 months to May 6, 2020`, else both days. */
export function periodLabel({ start, end }: MeasurementPeriod): string {
  const [first, last] = [dayOfIso(start), dayOfIso(end)]
  const [from, to] = [civilFromDay(first), civilFromDay(last)]
  const isWholeMonths = from.day === 1 && to.day === daysInMonth(to.year, to.month)
  const count = (to.year - from.year) * 12 + to.month - from.month + 1
  if (!isWholeMonths)
    return start === twelveMonthsTo(last).start
      ? m.countMonthsToLast(12, dayText(last))
      : m.fromToTo(dayText(first), dayText(last))
  if (from.year === to.year && count === 12) return String(to.year)
  const month = `${monthName(to.month)} ${to.year}`
  return count === 1 ? month : m.countMonthsToLast(count, month)
}
