import type { Figure } from '#engine/base/figures/figure.ts'
import { suppressBands, type WithheldBands } from '#engine/base/privacy/suppress-bands.ts'
import type { BandSeries } from '#engine/population/panels/results/shapes.ts'

/** What is withheld of one period of a control: its bands, and the shares of several bands that stand next to them. */
export function withheldOfPeriod(
  { shares }: Pick<BandSeries, 'shares'>,
  { figures }: Pick<BandSeries['periods'][number], 'figures'>,
  limit: number
): WithheldBands {
  const counts = figures.map(({ numerator }) => numerator ?? 0)
  return suppressBands(counts, shares, limit)
}

/** The bands of all periods that are withheld. @param limit groups of 1 to so many people are small */
export function withheldBandFigures(control: BandSeries, limit: number): ReadonlySet<Figure> {
  if (limit <= 0) return new Set()
  return new Set(
    control.periods.flatMap((period) => {
      const { bands } = withheldOfPeriod(control, period, limit)
      return period.figures.filter((_, band) => bands[band])
    })
  )
}
