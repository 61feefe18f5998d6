import type { Figure } from '#engine/base/figures/figure.ts'
import { isSmallFigure } from '#engine/base/privacy/small-cells.ts'
import { suppressPopulations } from '#engine/base/privacy/suppress-populations.ts'
import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import { withSuppressed } from '../../charts/parts/figure-lines.ts'
import type { Format } from '../../ui/format/format.ts'

type PopulationRow = Pick<
  ScorecardRow,
  'rate' | 'scoring' | 'initialPopulation' | 'denominator' | 'eligible' | 'exclusions' | 'exceptions' | 'numerator'
>

/**
 * Formats that also suppress the populations of a rate from which a small one could be worked out. The rate and what it is
 * made of are shown where they are not small, so that a denominator goes before them.
 */
export function withPopulations(format: Format, row: PopulationRow): Format {
  const limit = format.smallCellLimit
  if (limit <= 0) return format
  return withSuppressed(format, suppressedFigures(row, limit))
}

function suppressedFigures(row: PopulationRow, limit: number): ReadonlySet<Figure> {
  const isMean = row.scoring === 'continuous-variable'
  const figures: Readonly<Record<string, Figure>> = {
    'initial-population': row.initialPopulation,
    ...(isMean
      ? { 'measure-population': row.denominator, 'measure-population-exclusion': row.exclusions }
      : {
          denominator: row.denominator,
          'denominator-exclusion': row.exclusions,
          'denominator-exception': row.exceptions,
          numerator: row.numerator
        })
  }
  const { counts, hidesScore } = suppressPopulations(
    Object.fromEntries(Object.entries(figures).map(([code, { value }]) => [code, value ?? 0])),
    limit,
    { isScoreKnown: !isSmallFigure(row.rate, limit) }
  )
  const hidden = Object.entries(figures).flatMap(([code, figure]) => (typeof counts[code] === 'string' ? [figure] : []))
  return new Set(hidesScore ? [...hidden, row.eligible] : hidden)
}
