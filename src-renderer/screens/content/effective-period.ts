import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'

/** Days for which a measure was written; partial dates, as FHIR has them. */
export interface EffectivePeriod {
  readonly start: string | undefined
  readonly end: string | undefined
}

/** Whether a measurement period lies outside of what a measure was written for, wholly or in part. */
export function isOutside({ start, end }: EffectivePeriod, period: Pick<MeasurementPeriod, 'start' | 'end'>): boolean {
  // Dates of different precision are compared as far as both go: 2026 holds every day of 2026.
  const before = (a: string, b: string): boolean => {
    const length = Math.min(a.length, b.length)
    return a.slice(0, length) < b.slice(0, length)
  }
  return (start !== undefined && before(period.start, start)) || (end !== undefined && before(end, period.end))
}
