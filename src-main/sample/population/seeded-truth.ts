import { formatSampleDay, monthText, type SampleDay } from './base/calendar.ts'
import type { SampleSignals } from './base/seeded-signals.ts'
import { monthStarts } from './base/timeline.ts'
import { areaOfChances, type SeededTally } from './seeded-tally.ts'
import { practices } from './reference/practices.ts'
import type { Reference } from './reference/reference.ts'
import type { Share } from './signal-truth.ts'

/** A practice of which something was put in on purpose; empty texts in a population without signals. */
export interface SeededPractice {
  readonly organizationId: string
  readonly name: string
}

/** Returns to hospital that were drawn at the end of stays, those that are yet to come included. */
export interface ReturnsGroundTruth {
  /** Where people come back more often, and how often they do there and at all others. */
  readonly practice: SeededPractice
  readonly atPractice: Share
  readonly atOthers: Share
  /** Of people with and without known heart failure, which makes returns more likely. */
  readonly heartFailure: Share
  readonly withoutHeartFailure: Share
  /** Area under the ROC curve of the chances that were drawn with: no model can do better but by luck. */
  readonly auc: number
}

/** A gap in screening by ethnicity that is the same at every practice. */
export interface ScreeningGapGroundTruth {
  readonly measure: 'breast-cancer-screening'
  readonly group: string
  readonly comparison: string
  /** Last day of the 822 days (27 months) in which a mammogram counts, of living women of 42 to 74 on that day. */
  readonly until: string
  readonly inGroup: Share
  readonly inComparison: Share
  /** Of women whose ethnicity is not recorded. */
  readonly unrecorded: Share
  readonly practices: readonly {
    readonly organizationId: string
    readonly inGroup: Share
    readonly inComparison: Share
  }[]
}

/** Laboratory results of a practice that never arrive. */
export interface LaboratoryGapGroundTruth {
  readonly practice: SeededPractice
  readonly months: readonly string[]
  /** Results and findings that are missing. */
  readonly lost: number
}

/** What was put in on purpose next to the signals by month. */
export interface SeededGroundTruth {
  readonly returns: ReturnsGroundTruth
  readonly screeningGap: ScreeningGapGroundTruth
  readonly laboratoryGap: LaboratoryGapGroundTruth
  /** Living people with more stays in the last 90 days than in the 90 before, and with two and more emergency visits that are more than before. */
  readonly risingRisk: { readonly days: 90; readonly stays: number; readonly emergencies: number }
}

const sumOf = (shares: readonly Share[]): Share => ({
  numerator: shares.reduce((sum, { numerator }) => sum + numerator, 0),
  denominator: shares.reduce((sum, { denominator }) => sum + denominator, 0)
})

/** Puts the counts of a whole population into words. */
export function describeSeeded(
  tally: SeededTally,
  reference: Reference,
  signals: SampleSignals,
  asOf: SampleDay
): SeededGroundTruth {
  const organizationId = (practice: number): string => reference.practices[practice]?.organizationId ?? ''
  const practiceAt = (practice: number): SeededPractice => ({
    organizationId: organizationId(practice),
    name: practices[practice]?.name ?? ''
  })
  const { returns, mammograms } = tally
  const { laboratoryGap: gap } = signals
  return {
    returns: {
      practice: practiceAt(signals.returns.practice),
      atPractice: sumOf(returns.practices.filter((_, index) => index === signals.returns.practice)),
      atOthers: sumOf(returns.practices.filter((_, index) => index !== signals.returns.practice)),
      heartFailure: sumOf([returns.heartFailure]),
      withoutHeartFailure: sumOf([returns.others]),
      auc: areaOfChances(tally.chances)
    },
    screeningGap: {
      measure: 'breast-cancer-screening',
      group: 'Hispanic or Latino',
      comparison: 'Not Hispanic or Latino',
      until: formatSampleDay(asOf),
      inGroup: sumOf(mammograms.map(({ hispanic }) => hispanic)),
      inComparison: sumOf(mammograms.map(({ other }) => other)),
      unrecorded: sumOf(mammograms.map(({ unrecorded }) => unrecorded)),
      practices: mammograms.map(({ hispanic, other }, index) => ({
        organizationId: organizationId(index),
        inGroup: sumOf([hispanic]),
        inComparison: sumOf([other])
      }))
    },
    laboratoryGap: {
      practice: practiceAt(gap.practice),
      months: monthStarts.filter((start) => start >= gap.from && start < gap.until && start <= asOf).map(monthText),
      lost: tally.lostResults
    },
    risingRisk: { days: 90, stays: tally.rising.stays, emergencies: tally.rising.emergencies }
  }
}
