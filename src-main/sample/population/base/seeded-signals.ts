import { dayOf, type SampleDay } from './calendar.ts'

const never = Number.POSITIVE_INFINITY

/** What is put into the data on purpose, so that charts have something true to find. Practices and payers are places in their lists. */
export interface SampleSignals {
  /** Blood sugar control of one practice falls from this month on. */
  readonly worsening: { readonly practice: number; readonly from: SampleDay; readonly a1cShift: number }
  /** Blood pressure control of one practice rises with an outreach that begins in this month. */
  readonly improvement: { readonly practice: number; readonly from: SampleDay; readonly systolicShift: number }
  /** Pharmacy claims come from this month on; medical claims from the first month. */
  readonly pharmacyFeedFrom: SampleDay
  /** One payer's claims with service in these months never arrive. */
  readonly feedGap: { readonly payer: number; readonly from: SampleDay; readonly until: SampleDay }
  /** Laboratory results of one practice's panel that were taken in this month never arrive. */
  readonly laboratoryGap: { readonly practice: number; readonly from: SampleDay; readonly until: SampleDay }
  /** How many times as likely people come back to hospital: those of one practice, and those known to have heart failure. */
  readonly returns: { readonly practice: number; readonly ofPractice: number; readonly ofHeartFailure: number }
  /** How many times as likely a mammogram is ordered for Hispanic women, at whichever practice. */
  readonly screeningGap: { readonly ofHispanic: number }
}

/** The signals of the sample population. */
export const seededSignals: SampleSignals = {
  worsening: { practice: 2, from: dayOf('2025-11-01'), a1cShift: 1.8 },
  improvement: { practice: 4, from: dayOf('2025-03-01'), systolicShift: -10 },
  pharmacyFeedFrom: dayOf('2023-11-01'),
  feedGap: { payer: 1, from: dayOf('2025-05-01'), until: dayOf('2025-07-01') },
  laboratoryGap: { practice: 5, from: dayOf('2025-09-01'), until: dayOf('2025-10-01') },
  returns: { practice: 1, ofPractice: 2.6, ofHeartFailure: 1.7 },
  screeningGap: { ofHispanic: 0.3 }
}

/** The same population without them, but for the beginning of pharmacy claims: what is found in it is chance. */
export const noSignals: SampleSignals = {
  worsening: { practice: -1, from: never, a1cShift: 0 },
  improvement: { practice: -1, from: never, systolicShift: 0 },
  pharmacyFeedFrom: seededSignals.pharmacyFeedFrom,
  feedGap: { payer: -1, from: never, until: never },
  laboratoryGap: { practice: -1, from: never, until: never },
  returns: { practice: -1, ofPractice: 1, ofHeartFailure: 1 },
  screeningGap: { ofHispanic: 1 }
}

/** A claim for this payer and day of service is lost. */
export function isLostInFeedGap({ feedGap }: SampleSignals, payer: number, day: SampleDay): boolean {
  return payer === feedGap.payer && day >= feedGap.from && day < feedGap.until
}

/** A laboratory result of this practice's panel and day is lost. */
export function isLostInLaboratoryGap({ laboratoryGap }: SampleSignals, practice: number, day: SampleDay): boolean {
  return practice === laboratoryGap.practice && day >= laboratoryGap.from && day < laboratoryGap.until
}
