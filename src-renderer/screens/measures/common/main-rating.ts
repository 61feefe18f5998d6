import type { StarRating, StarSummary } from '#engine/measures/results/stars-result.ts'

/** The rating that a table is for: the overall one, or that of its only part. */
export function mainRating(summary: StarSummary | undefined): StarRating | undefined {
  return summary?.overall ?? summary?.partC ?? summary?.partD
}
