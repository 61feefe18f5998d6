import type { Figure } from '#engine/base/figures/figure.ts'
import { drawnValue } from '../../charts/parts/figure-lines.ts'
import type { Format } from '../../ui/format/format.ts'

/**
 * How much of the width the bars of counts take. The scale is one of what is shown: bars that are scaled by a count that is
 * withheld would tell it.
 * @param fills what takes the whole width
 * @returns 0..1 of each figure that has a bar
 */
export function barShares(
  figures: readonly Figure[],
  fills: 'largest' | 'sum',
  format: Format
): ReadonlyMap<Figure, number> {
  const drawn = figures.flatMap((figure) => {
    const value = drawnValue(figure, format)
    return value === undefined || value <= 0 ? [] : [[figure, value] as const]
  })
  const full = drawn.reduce((sum, [, value]) => (fills === 'sum' ? sum + value : Math.max(sum, value)), 0)
  return new Map(drawn.map(([figure, value]) => [figure, value / full]))
}
