import type { Precision } from '../values/precision.ts'
import { CqlDate, DateTime, Time, truncateMillis, type Temporal } from '../values/temporal.ts'

/**
 * Compares two dates or times component by component, down to `precision` or, without one, to the finer of the two.
 * @returns negative, zero or positive; undefined where one of them is too coarse to tell (CQL 1.5, appendix B, "Before")
 */
export function compareTemporal(a: Temporal, b: Temporal, precision?: Precision): number | undefined {
  const coarser = a.precision < b.precision ? a.precision : b.precision
  if (precision === undefined) {
    if (a.precision === b.precision) return a.normal - b.normal
    const difference = truncateMillis(a.normal, coarser) - truncateMillis(b.normal, coarser)
    return difference === 0 ? undefined : difference
  }
  const depth = coarser < precision ? coarser : precision
  const difference = truncateMillis(a.normal, depth) - truncateMillis(b.normal, depth)
  return difference === 0 && depth < precision && depth < a.finest ? undefined : difference
}

/** Whether two temporal values can be compared: a Time only with a Time, Date and DateTime with each other. */
export function comparableTemporals(a: Temporal, b: Temporal): boolean {
  return a instanceof Time === b instanceof Time
}

/** A Date as the DateTime of the same precision; its zone is that of the other operand. */
export function asDateTime(date: CqlDate, like?: DateTime): DateTime {
  return new DateTime(date.local, date.precision, like?.offset ?? 0, 0)
}
