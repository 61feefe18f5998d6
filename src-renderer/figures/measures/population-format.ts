import type { Figure } from '#engine/base/figures/figure.ts'
import { isSmallFigure } from '#engine/base/privacy/small-cells.ts'
import { suppressPopulations } from '#engine/base/privacy/suppress-populations.ts'
import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import { withheldOfRow } from '#engine/reports/scorecard-disclosure.ts'
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

/**
 * The same for a row of the scorecard, with what is computed from its rate and with how many are to be closed: who is eligible
 * less those would tell who meets the measure.
 */
export function withScorecardRow(format: Format, row: ScorecardRow): Format {
  const limit = format.smallCellLimit
  if (limit <= 0) return format
  const withheld = withheldOfRow(row, limit, undefined)
  const hidden: readonly (Figure | undefined)[] = [
    withheld.rate ? row.rate : undefined,
    withheld.rate ? row.projected : undefined,
    withheld.adjusted ? row.adjusted : undefined,
    withheld.numerator ? row.numerator : undefined,
    withheld.eligible ? row.eligible : undefined,
    withheld.denominator ? row.denominator : undefined,
    withheld.exclusions ? row.exclusions : undefined,
    withheld.exceptions ? row.exceptions : undefined,
    withheld.toClose ? row.toClose : undefined
  ]
  return withSuppressed(withPopulations(format, row), new Set(hidden.filter((figure) => figure !== undefined)))
}

/** How many of those to be closed cannot be any more; undefined where it is not known or is withheld. */
export function tooLateShown(
  row: ScorecardRow,
  { smallCellLimit }: Pick<Format, 'smallCellLimit'>
): number | undefined {
  const isWithheld = smallCellLimit > 0 && withheldOfRow(row, smallCellLimit, undefined).tooLate
  return isWithheld ? undefined : row.adherence?.tooLate
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
