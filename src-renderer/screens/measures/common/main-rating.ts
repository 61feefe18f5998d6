import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import type { StarRating, StarsPanel, StarSummary } from '#engine/measures/results/stars-result.ts'
import type { Format } from '../../../ui/format/format.ts'

/** The rating that a table is for: the overall one, or that of its only part. */
export function mainRating(summary: StarSummary | undefined): StarRating | undefined {
  return summary?.overall ?? summary?.partC ?? summary?.partD
}

/** Whether a rating is withheld: with the stars of the other rates it would tell those of a rate of few people. */
export function isRatingWithheld(
  rated: Pick<StarsPanel, 'tells'> | undefined,
  { smallCellLimit }: Pick<Format, 'smallCellLimit'>
): boolean {
  return isSmallCount(rated?.tells, smallCellLimit)
}
