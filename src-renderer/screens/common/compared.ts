import { hiddenParts, isSmallCell } from '#engine/base/privacy/small-cells.ts'
import type { ComparedRow } from '#engine/cohorts/compare/compare-cohorts.ts'

/** Two sets of people side by side. */
export interface Compared {
  readonly rows: readonly ComparedRow[]
  readonly left: ComparedSide
  readonly right: ComparedSide
}

/** One of two sets of people. */
export interface ComparedSide {
  readonly title: string
  readonly people: number
}

/**
 * Rows whose share of one set of people is withheld: of few people, of all but few, or one of which the others of its group, which everybody
 * is in one of, would tell few.
 * @param limit groups of 1 to so many people are withheld
 */
export function hiddenShares(
  rows: readonly ComparedRow[],
  side: 'left' | 'right',
  limit: number
): ReadonlySet<ComparedRow> {
  const hidden = new Set<ComparedRow>()
  const known = side === 'left' ? 'leftKnown' : 'rightKnown'
  const byGroup = Map.groupBy(
    rows.filter(({ kind }) => kind === 'share'),
    ({ group }) => group
  )
  for (const group of byGroup.values()) {
    const counts = group.map((row) => Math.round((row[side] ?? 0) * row[known]))
    const everybody = group[0]![known]
    const isDivided = counts.length > 1 && counts.reduce((sum, count) => sum + count, 0) === everybody
    const parts = isDivided ? hiddenParts(counts, limit) : new Set<number>()
    group.forEach((row, index) => {
      if (parts.has(index) || isSmallCell({ numerator: counts[index]!, denominator: row[known] }, limit))
        hidden.add(row)
    })
  }
  return hidden
}
