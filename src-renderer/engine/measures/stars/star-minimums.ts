import { engineMeasuresStarsMessages as m } from '#messages/engine/measures/stars.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { Unrated } from '../results/stars-result.ts'
import type { StarMeasure } from '../star-tables/star-table.ts'
import type { RatedMembers } from './rated-members.ts'
import type { StarCounts } from './star-score.ts'

/** Fewest cases where a table does not say: NCQA reports no HEDIS rate of fewer. */
const MIN_CASES = 30
/** Members from which CMS rates HEDIS measures at all, and from which it does so whatever their reliability. */
const ENROLLED = { least: 500, enough: 1000 } as const
/** Reliability that CMS asks for between the two. */
const RELIABLE = 0.7

/** Why so few cases get no stars; undefined where there are enough. */
export function tooFewCases({ minCases = MIN_CASES }: StarMeasure, cases: number): Unrated | undefined {
  return cases >= minCases
    ? undefined
    : {
        label: m.nNotEnoughData(cases),
        reason: m.nAndCMSRatesThisMeasure(cases, minCases)
      }
}

/** Why CMS would not rate a measured period; undefined for a calendar year. */
export function yearReason(period: MeasurementPeriod | undefined): string | undefined {
  const year = period?.start.slice(0, 4)
  return period === undefined || (period.start === `${year}-01-01` && period.end === `${year}-12-31`)
    ? undefined
    : m.thePeriodIsNoCalendarYear
}

/**
 * Reliability of a contract's score: the variance among contracts as a share of it and the score's own (Adams JL, The
 * Reliability of Provider Profiling, RAND 2009).
 */
function scoreReliability(
  spread: number,
  { denominator, score }: { readonly denominator: number; readonly score: number }
): number {
  const variance = (score * (100 - score)) / denominator
  return spread === 0 ? 0 : spread ** 2 / (spread ** 2 + variance)
}

/**
 * Why CMS would not give a measure stars that its score would have, in words for a sentence: HEDIS measures of contracts
 * with fewer than 500 members, or with fewer than 1,000 and a reliability below 0.7 (2026 Technical Notes, "Contract
 * Enrollment Data" and HEDIS measures).
 */
export function estimateReason(
  { hedis }: StarMeasure,
  { everybody, enrolled }: RatedMembers,
  counts: StarCounts & { readonly score: number }
): string | undefined {
  if (everybody) return m.everybodyIsCountedAndCMSRates
  if (hedis === undefined || enrolled >= ENROLLED.enough) return undefined
  const members = enrolled.toLocaleString(activeLocale)
  if (enrolled < ENROLLED.least) {
    return m.medicareMembersInViewAndCMS(members, ENROLLED.least)
  }
  const reliability = scoreReliability(hedis.contractSpread, counts)
  return reliability >= RELIABLE
    ? undefined
    : m.reliabilityWithMembersAndCMSAsks(
        reliability.toFixed(2),
        members,
        RELIABLE.toFixed(2),
        ENROLLED.enough.toLocaleString(activeLocale)
      )
}
