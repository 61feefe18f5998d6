import { figuresMeasureMessages as m } from '#messages/figures/measure.ts'
import type { MeasurePanel } from '#engine/measures/results/scorecard-result.ts'
import type { DotRow } from '../../charts/kinds/dot-interval.ts'

/**
 * The strata of a measure as rows, those of one stratifier below its title where there are several: each stratifier divides
 * the same people for itself, so that a small stratum is worked out from others of the same one.
 */
export function stratumDots(strata: MeasurePanel['strata']): readonly DotRow[] {
  const dots = strata.map(({ stratifier, title, label, rate }, index) => ({
    stratifier,
    title,
    dot: { key: String(index), label, figure: rate }
  }))
  const byStratifier = Map.groupBy(dots, ({ stratifier }) => stratifier)
  if (byStratifier.size < 2) return dots.map(({ title, dot }) => ({ ...dot, label: m.stratumOf(title, dot.label) }))
  return [...byStratifier.values()].flatMap((rows): DotRow[] => [
    { heading: rows[0]!.title },
    ...rows.map(({ dot }) => dot)
  ])
}
