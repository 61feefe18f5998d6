import { dayOf, type SampleDay } from './calendar.ts'

/** Signals that are put into the data on purpose, so that charts have something true to find. */
export const seededSignals = {
  /** Blood sugar control of one practice falls from this month on. */
  worsening: { practice: 2, from: dayOf('2025-11-01'), a1cShift: 1.8 },
  /** Blood pressure control of one practice rises with an outreach that begins in this month. */
  improvement: { practice: 4, from: dayOf('2025-03-01'), systolicShift: -10 },
  /** Pharmacy claims come from this month on; medical claims from the first month. */
  pharmacyFeedFrom: dayOf('2023-11-01'),
  /** One payer's claims with service in these months never arrive. */
  feedGap: { payer: 1, from: dayOf('2025-05-01'), until: dayOf('2025-07-01') }
} as const

/** A claim for this payer and day of service is lost. */
export function isLostInFeedGap(payer: number, day: SampleDay): boolean {
  const { feedGap } = seededSignals
  return payer === feedGap.payer && day >= feedGap.from && day < feedGap.until
}
