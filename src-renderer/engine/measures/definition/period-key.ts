import type { MeasurementPeriod } from './measurement-period.ts'

/** Names a period with its as-of day: equal for equal questions to the same data. */
export function periodKey({ start, end, asOf }: MeasurementPeriod): string {
  return asOf === undefined ? `${start}/${end}` : `${start}/${end}/${asOf}`
}

/** Whether two periods have the same days and the same as-of day. */
export function isSamePeriod(a: MeasurementPeriod, b: MeasurementPeriod): boolean {
  return periodKey(a) === periodKey(b)
}
