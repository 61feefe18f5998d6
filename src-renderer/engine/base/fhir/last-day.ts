import { addMonths, addYears } from './calendar.ts'
import { NO_DAY } from './missing.ts'

/** Days as they were written, a year or a month by its first day. */
export interface WrittenDays {
  readonly days: Int32Array
  /** Index into `precisions` of each. */
  readonly precision: Uint8Array
}

const YEAR = 1
const MONTH = 2

/**
 * The last day of what was written, as the end of a period: "2026-12" has December 31 in it (FHIR R4, `Period.end`).
 * @returns `NO_DAY` where there is no day
 */
export function lastWrittenDay({ days, precision }: WrittenDays, row: number): number {
  const day = days[row]!
  if (day === NO_DAY) return NO_DAY
  if (precision[row] === YEAR) return addYears(day, 1) - 1
  return precision[row] === MONTH ? addMonths(day, 1) - 1 : day
}

/** The {@link lastWrittenDay} of each row. */
export function lastWrittenDays(written: WrittenDays): Int32Array {
  return written.days.map((_, row) => lastWrittenDay(written, row))
}
