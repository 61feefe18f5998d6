import { mainRatingName } from './rated-measures.ts'
import { rate, type RatingTerms } from './star-rating.ts'
import { roundScore, starsOf } from './star-score.ts'
import type { StarMeasure, StarTable } from '../star-tables/star-table.ts'

/** Points by which cut points in per cent may move from one year to the next, at most. */
const GUARDRAIL = 5

/** A measure with its cut points moved: in per cent and within 0 to 100, where the guardrail is about it. */
export function shiftCutPoints(measure: StarMeasure, points: number): StarMeasure {
  if (!measure.guardrail || measure.unit !== 'percent') return measure
  const [two, three, four, five] = measure.cutPoints
  const move = (cut: number): number => Math.min(100, Math.max(0, roundScore(cut + points, measure.decimals)))
  return { ...measure, cutPoints: [move(two), move(three), move(four), move(five)] }
}

/**
 * The main rating if all cut points that the guardrail is about move together, by whole points from -5 to 5 (towards
 * harder where that is: down where lower is better). A scenario, not a forecast.
 * @param scores rounded, by code
 */
export function guardrailBand(
  table: StarTable,
  scores: ReadonlyMap<string, number>,
  terms: RatingTerms
): readonly { readonly shift: number; readonly mean: number; readonly rating: number }[] {
  return Array.from({ length: 2 * GUARDRAIL + 1 }, (_, index) => index - GUARDRAIL).flatMap((shift) => {
    const measures = table.measures.map((item) => shiftCutPoints(item, item.better === 'higher' ? shift : -shift))
    const stars = new Map(
      measures.flatMap((measure) => {
        const score = scores.get(measure.code)
        return score === undefined ? [] : [[measure.code, starsOf(score, measure)] as const]
      })
    )
    const moved = { ...table, measures }
    const rated = rate(moved, mainRatingName(moved), stars, terms)
    return rated === undefined ? [] : [{ shift, mean: rated.mean, rating: rated.rating }]
  })
}
