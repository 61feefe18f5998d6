import { engineMeasuresStarsMessages as m } from '#messages/engine/measures/stars.ts'
import type { StarPosition } from '../results/stars-result.ts'

/** What the stars of a measure are worth, in words for a table: by the rules of CMS, projected, an estimate, or none. */
export function starsWorth({
  stars,
  unrated,
  estimate,
  projection
}: Pick<StarPosition, 'stars' | 'unrated' | 'estimate' | 'projection'>): string {
  if (stars === undefined) return unrated === undefined ? '' : m.noneBecause(unrated.reason)
  if (projection !== undefined) return m.projectedWithinTheInterval(...projection.stars)
  return estimate === undefined ? m.byTheRulesOfCMS : m.anEstimateBecause(estimate)
}
