import type { StarPosition } from '../results/stars-result.ts'

/** What the stars of a measure are worth, in words for a table: by the rules of CMS, projected, an estimate, or none. */
export function starsWorth({
  stars,
  unrated,
  estimate,
  projection
}: Pick<StarPosition, 'stars' | 'unrated' | 'estimate' | 'projection'>): string {
  if (stars === undefined) return unrated === undefined ? '' : `none: ${unrated.reason}`
  if (projection !== undefined) return `projected, ${projection.stars.join(' to ')} within the interval`
  return estimate === undefined ? 'by the rules of CMS' : `estimate: ${estimate}`
}
