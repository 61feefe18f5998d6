import type { Figure } from '#engine/figure.ts'

/**
 * Whether a figure describes a group of 1 to `limit` people, or would reveal one as the rest of its group.
 * @param limit largest group that is hidden; 0 hides nothing
 */
export function isSmallCell(figure: Figure, limit: number): boolean {
  const small = (count: number | undefined): boolean => count !== undefined && count > 0 && count <= limit
  if (limit <= 0) return false
  const { value, numerator, denominator, unit, people } = figure
  if (people !== undefined) return small(people)
  if (unit === 'people') return small(value)
  if (small(numerator) || small(denominator)) return true
  return unit === 'proportion' && numerator !== undefined && denominator !== undefined && small(denominator - numerator)
}

/**
 * Which parts of a whole to hide: the small ones, and with a single small one also the next smallest, so that the
 * total does not give it away.
 * @param counts people in each part
 * @returns indexes of the parts to hide
 */
export function hiddenParts(counts: readonly number[], limit: number): ReadonlySet<number> {
  const hidden = new Set<number>()
  counts.forEach((count, index) => {
    if (count > 0 && count <= limit) hidden.add(index)
  })
  if (hidden.size === 1) {
    let next: number | undefined
    counts.forEach((count, index) => {
      if (count > limit && (next === undefined || count < (counts[next] ?? 0))) next = index
    })
    if (next !== undefined) hidden.add(next)
  }
  return hidden
}
