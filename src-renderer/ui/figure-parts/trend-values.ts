import type { Figure } from '#engine/base/figures/figure.ts'
import type { Format } from '../format/format.ts'

/** What a sparkline is drawn through: the months that have a value and may be shown. */
export function trendValues(trend: readonly Figure[], format: Pick<Format, 'figure'>): readonly number[] {
  return trend.flatMap((figure) => (format.figure(figure).hidden ? [] : (figure.value ?? [])))
}
