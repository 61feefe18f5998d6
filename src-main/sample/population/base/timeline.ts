import { sampleMessages as m } from '#messages/sample.ts'
import { AppError } from '#shared/app-error.ts'
import { dayOf, type SampleDay } from './calendar.ts'

/** First day with visits, results and claims; diseases, vaccines and some procedures reach further back. */
export const firstDay: SampleDay = dayOf('2022-11-01')

/** Ages and the panel are drawn for this day. */
export const referenceDay: SampleDay = dayOf('2026-10-31')

/** The last day with data when nobody chose another one, as an ISO date. */
export const defaultAsOf = '2026-10-31'

const earliestAsOf = dayOf('2023-06-30')
const latestAsOf = dayOf('2027-12-31')

/** First day of every month from November 2022 to January 2028. */
export const monthStarts: readonly SampleDay[] = Array.from(
  { length: 63 },
  (_, i) => Date.UTC(2022, 10 + i, 1) / 86_400_000
)

/** Index into {@link monthStarts} of the month that holds `day`; -1 before the first. */
export function monthIndex(day: SampleDay): number {
  let index = Math.min(monthStarts.length - 1, Math.floor((day - firstDay) / 30.4) + 1)
  while (index >= 0 && (monthStarts[index] ?? 0) > day) index--
  return index
}

/** @throws AppError `invalid-input` when the text is no day between the limits */
export function parseAsOf(text: string): SampleDay {
  const day = dayOf(text)
  if (!(day >= earliestAsOf && day <= latestAsOf)) {
    throw new AppError('invalid-input', m.theLastDayOfASample)
  }
  return day
}
