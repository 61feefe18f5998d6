import { partitionPoint } from '../../base/kernels/lower-bound.ts'
import { defined } from '#shared/language/defined.ts'
import type { StarCount } from '../results/stars-result.ts'
import type { StarMeasure } from '../star-tables/star-table.ts'

/** A rate as the table counts it: whole numbers, the numerator as the table means it. */
export interface StarCounts {
  readonly numerator: number
  readonly denominator: number
}

/**
 * Rounds as CMS does before scores meet cut points: to the nearest, halves up ("Rounding Rules for Measure Scores",
 * 2026 Technical Notes). Works on the decimal text, so that 83.5 and 1.005 are what they say.
 */
export function roundScore(score: number, decimals: number): number {
  if (Math.abs(score) < 10 ** -(decimals + 1)) return 0
  const [digits, exponent = '0'] = String(score).split('e')
  const scaled = Math.round(Number(`${defined(digits)}e${Number(exponent) + decimals}`))
  // No minus zero.
  return scaled === 0 ? 0 : Number(`${scaled}e-${decimals}`)
}

/** The rounded score of counts, without an error of division: 55 of 66 and 165 of 198 are the same. */
export function scoreOfCounts({ numerator, denominator }: StarCounts, measure: StarMeasure): number {
  const scale = (measure.unit === 'percent' ? 100 : 1) * 10 ** measure.decimals
  return Math.floor((2 * scale * numerator + denominator) / (2 * denominator)) / 10 ** measure.decimals
}

/** Stars of a score that is rounded already. */
export function starsOf(score: number, { cutPoints, better }: Pick<StarMeasure, 'cutPoints' | 'better'>): StarCount {
  const passed = cutPoints.filter((cut) => (better === 'higher' ? score >= cut : score <= cut)).length
  return (passed + 1) as StarCount
}

/**
 * Fewest people whose result would have to change for the rounded score to reach a cut point. 0 when it does already,
 * undefined when not even all of them would do.
 * @param closable most people who can still change; all when absent
 */
export function peopleToScore(
  counts: StarCounts,
  measure: StarMeasure,
  cut: number,
  closable = Number.POSITIVE_INFINITY
): number | undefined {
  const { numerator, denominator } = counts
  if (denominator === 0) return undefined
  const up = measure.better === 'higher'
  const maxPeople = Math.min(closable, up ? denominator - numerator : numerator)
  const reached = (people: number): boolean => {
    const score = scoreOfCounts({ numerator: up ? numerator + people : numerator - people, denominator }, measure)
    return up ? score >= cut : score <= cut
  }
  if (!reached(maxPeople)) return undefined
  return partitionPoint(maxPeople, reached)
}

/** Counts after some people's results have changed for the better; no more than there are. */
export function withClosures(
  { numerator, denominator }: StarCounts,
  { better }: Pick<StarMeasure, 'better'>,
  closures: number
): StarCounts {
  const changed = better === 'higher' ? Math.min(denominator, numerator + closures) : Math.max(0, numerator - closures)
  return { numerator: changed, denominator }
}
