import { engineMeasuresStarsMessages as m } from '#messages/engine/measures/stars.ts'
import type { StarCount, StarRating, StarSummary } from '../results/stars-result.ts'
import type { RatingName, RewardThresholds, StarMeasure, StarTable } from '../star-tables/star-table.ts'
import { minimumMeasures, mainRatingName, ratedMeasures, type MeasureStars } from './rated-measures.ts'

/** Index of the final adjustment category of each rating, from 1; no adjustment when absent. */
export type AdjustmentCategories = Readonly<Partial<Record<RatingName, number>>>

/** The weighted mean and variance of stars (Technical Notes, attachment H). */
export interface StarMoments {
  readonly mean: number
  readonly variance: number
}

/** n, Σw, Σwx and Σwx² of some stars: all that a rating depends on. Whole numbers. */
export interface StarSums {
  readonly n: number
  readonly weight: number
  readonly stars: number
  readonly squares: number
}

/** Mean Σwx/Σw and variance n·Σw(x−mean)²/((n−1)·Σw), from whole sums, so that no order of adding shows. */
export function momentsOf({ n, weight, stars, squares }: StarSums): StarMoments {
  const mean = stars / weight
  const spread = (squares * weight - stars * stars) / (weight * weight)
  return { mean, variance: n < 2 ? 0 : (spread * n) / (n - 1) }
}

/** The reward factor of a mean and variance ("Applying the Reward Factor"); both are compared at six digits. */
export function rewardFactor(moments: StarMoments, thresholds: RewardThresholds | undefined): number {
  if (thresholds === undefined) return 0
  const mean = sixDigits(moments.mean)
  const variance = sixDigits(moments.variance)
  const steadiness = variance < thresholds.variance30 ? 2 : variance < thresholds.variance70 ? 1 : 0
  if (steadiness === 0 || mean < thresholds.mean65) return 0
  const high = mean >= thresholds.mean85
  return steadiness === 2 ? (high ? 0.4 : 0.2) : high ? 0.3 : 0.1
}

function sixDigits(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

/** To the nearest half star, halves up, 0 to 5 (Technical Notes, table 22). The sum is taken at six digits. */
export function halfStar(sum: number): number {
  return Math.min(5, Math.max(0, Math.floor(sixDigits(sum) * 2 + 0.5) / 2))
}

/** Sums over the measures that have stars. */
export function sumsOf(measures: readonly StarMeasure[], stars: MeasureStars): StarSums {
  let n = 0
  let weight = 0
  let sum = 0
  let squares = 0
  for (const measure of measures) {
    const count = stars.get(measure.code)
    if (count === undefined || measure.weight === 0) continue
    n++
    weight += measure.weight
    sum += measure.weight * count
    squares += measure.weight * count * count
  }
  return { n, weight, stars: sum, squares }
}

/** What a rating is besides its sums. */
export interface RatingRules {
  readonly thresholds: RewardThresholds | undefined
  readonly adjustment: number
}

/** A rating's numbers, before it is decided whether it is one. */
type RatingNumbers = Omit<StarRating, 'minimum' | 'notRated'>

/** Mean, reward factor, adjustment and half stars of some sums. */
export function ratingOfSums(sums: StarSums, { thresholds, adjustment }: RatingRules, of: number): RatingNumbers {
  const moments = momentsOf(sums)
  const reward = rewardFactor(moments, thresholds)
  const sum = moments.mean + reward + adjustment
  return { measures: sums.n, of, ...moments, rewardFactor: reward, adjustment, sum, rating: halfStar(sum) }
}

/** What a rating depends on besides the stars. */
export interface RatingTerms {
  readonly categories?: AdjustmentCategories
  /** Codes whose stars CMS would not give: they count in an estimate alone. */
  readonly estimates?: ReadonlySet<string>
  /** Why CMS would not rate whatever the measures are, in words for a sentence. */
  readonly because?: string | undefined
  /** Fewest measures with stars; {@link minimumMeasures} when absent. */
  readonly minimum?: number
}

/** Why CMS would give no rating; undefined where it would. */
function whyNotRated(table: StarTable, name: RatingName, stars: MeasureStars, terms: RatingTerms): string | undefined {
  const given = new Map([...stars].filter(([code]) => terms.estimates?.has(code) !== true))
  const least = terms.minimum ?? minimumMeasures(table, name, given)
  const others = ratedMeasures(table, name).filter(({ category }) => category !== 'improvement')
  const { n } = sumsOf(others, given)
  if (n < least) return m.ofAtLeastMeasuresHaveStars(n, least)
  if (terms.because !== undefined) return terms.because
  if (name !== 'overall') return undefined
  const parts = (['partC', 'partD'] as const).filter((part) => whyNotRated(table, part, stars, terms) !== undefined)
  return parts[0] === undefined ? undefined : m.partCHasTooFewMeasures(parts[0] === 'partC')
}

/**
 * A summary or overall rating. The main rating is made twice, with and without the improvement measures; who has four
 * stars without them keeps the better of the two ("Applying the Improvement Measure(s)"). The summaries of a contract
 * with both parts always have them. With fewer measures than CMS asks for it is an estimate, and says so: without reward,
 * because the thresholds of means and variances come from contracts with full sets.
 * @returns undefined when no measure has stars
 */
export function rate(
  table: StarTable,
  name: RatingName,
  stars: MeasureStars,
  terms: RatingTerms = {}
): StarRating | undefined {
  const all = ratedMeasures(table, name)
  const notRated = whyNotRated(table, name, stars, terms)
  // What CMS would rate is rated by what it would count.
  const counted =
    notRated === undefined ? new Map([...stars].filter(([code]) => terms.estimates?.has(code) !== true)) : stars
  const minimum = terms.minimum ?? minimumMeasures(table, name, counted)
  const category = terms.categories?.[name]
  const adjustment = category === undefined ? 0 : (table.adjustments[name][category - 1] ?? 0)
  const make = (measures: readonly StarMeasure[], reward: RewardThresholds | undefined): StarRating | undefined => {
    const sums = sumsOf(measures, counted)
    const thresholds = notRated === undefined ? reward : undefined
    return sums.n === 0
      ? undefined
      : { ...ratingOfSums(sums, { thresholds, adjustment }, all.length), minimum, notRated }
  }
  const improving = all.filter((item) => item.category === 'improvement' && counted.has(item.code))
  const others = all.filter((item) => item.category !== 'improvement')
  const without = make(others, table.reward[name]?.without)
  if (improving.length === 0) return without
  const withThem = make(all, table.reward[name]?.with)
  if (without === undefined || withThem === undefined || name !== mainRatingName(table)) return withThem
  return without.rating >= 4 && withThem.sum < without.sum ? without : withThem
}

/** Whole stars of a domain: the unweighted mean, halves up. */
function domainStars(measures: readonly StarMeasure[], stars: MeasureStars): StarSummary['domains'][number]['stars'] {
  const counts = measures.flatMap(({ code }) => stars.get(code) ?? [])
  if (counts.length * 2 < measures.length || counts.length === 0) return undefined
  return Math.floor(counts.reduce((sum, count) => sum + count, 0) / counts.length + 0.5) as StarCount
}

/** All ratings of a table. */
export function summarize(table: StarTable, stars: MeasureStars, terms: RatingTerms = {}): StarSummary {
  const domains = new Map<string, StarMeasure[]>()
  for (const measure of table.measures) {
    const known = domains.get(measure.domain)
    if (known === undefined) domains.set(measure.domain, [measure])
    else known.push(measure)
  }
  const parts = new Set(table.measures.map(({ part }) => part))
  return {
    overall: parts.size === 2 ? rate(table, 'overall', stars, terms) : undefined,
    partC: parts.has('C') ? rate(table, 'partC', stars, terms) : undefined,
    partD: parts.has('D') ? rate(table, 'partD', stars, terms) : undefined,
    domains: [...domains].map(([domain, measures]) => ({
      domain,
      part: measures[0]!.part,
      stars: domainStars(measures, stars),
      measures: measures.filter(({ code }) => stars.has(code)).length,
      of: measures.length
    }))
  }
}
