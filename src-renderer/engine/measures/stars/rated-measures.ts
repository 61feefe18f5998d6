import type { StarCount } from '../results/stars-result.ts'
import type { RatingName, StarMeasure, StarTable } from '../star-tables/star-table.ts'

/** Stars by code of the measures that have any. */
export type MeasureStars = ReadonlyMap<string, StarCount>

/** Measures that a rating is made of. In the overall rating those that both parts share count once. */
export function ratedMeasures(table: StarTable, name: RatingName): readonly StarMeasure[] {
  if (name === 'overall') {
    const codes = new Set(table.measures.map(({ code }) => code))
    return table.measures.filter(({ sameAs }) => sameAs === undefined || !codes.has(sameAs))
  }
  return table.measures.filter(({ part }) => part === (name === 'partC' ? 'C' : 'D'))
}

/** The rating that a contract is known by: overall where it has both parts, else the part's. */
export function mainRatingName(table: StarTable): RatingName {
  const parts = new Set(table.measures.map(({ part }) => part))
  return parts.size === 2 ? 'overall' : parts.has('C') ? 'partC' : 'partD'
}

/**
 * Fewest measures with stars that CMS asks for before it gives a rating: half of those that the contract is asked for,
 * rounded up, improvement measures aside ("Minimum number of measures", 2026 Technical Notes). A contract without special
 * needs plans is not asked for their measures: it is taken for one when it has none of them.
 */
export function minimumMeasures(table: StarTable, name: RatingName, stars: MeasureStars): number {
  const all = ratedMeasures(table, name).filter(({ category }) => category !== 'improvement')
  const withSnp = all.some(({ code, snpOnly }) => snpOnly === true && stars.has(code))
  const known = table.minimums[name]
  if (known !== undefined) return withSnp ? known.withSnp : known.withoutSnp
  return Math.ceil(all.filter(({ snpOnly }) => withSnp || snpOnly !== true).length / 2)
}
