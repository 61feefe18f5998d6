import { dayOfPeriod } from '#engine/measures/rates/period-progress.ts'
import type { MeasurePanel, ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import type { KeyFigure } from '#engine/population/panels/results/shapes.ts'
import type { Format } from '../ui/format/format.ts'
import { pointsText } from './scorecard-table.ts'

/** `4 stars`, or why there are none. */
function starsText({ stars, unrated, estimate, projection }: NonNullable<ScorecardRow['star']>): string {
  if (stars === undefined) return unrated?.label ?? 'no stars'
  const kind = projection !== undefined ? ' projected' : estimate === undefined ? '' : ' as an estimate'
  return `${stars} ${stars === 1 ? 'star' : 'stars'}${kind}`
}

/** What stands under the rate: why there is none, or which way is better and how it compares. */
function rateNote(
  { cannotCompute, comparison, progress, benchmark }: ScorecardRow,
  direction: string,
  format: Pick<Format, 'percent'>
): string {
  if (cannotCompute !== undefined) return `cannot be computed: ${cannotCompute}`
  const better =
    benchmark === undefined
      ? direction
      : `${direction}; benchmark ${format.percent(benchmark.value)}, ${benchmark.title}`
  const far = progress === undefined ? '' : `so far, ${dayOfPeriod(progress)}; `
  if (comparison === undefined) return `${far}${better}`
  const than = progress === undefined ? 'last year' : 'the same day last year'
  return `${far}${pointsText(comparison.points)} points on ${than}; ${better}`
}

/** The figures at the top of a measure's page. */
export function measureKeyFigures({ row }: MeasurePanel, format: Format): readonly KeyFigure[] {
  const plain = (id: string, label: string, figure: KeyFigure['figure'], note: string): KeyFigure => ({
    id,
    label,
    figure,
    note,
    trend: []
  })
  const { target, star } = row
  const better = row.improvement.direction === 'increase' ? 'higher is better' : 'lower is better'
  const targetNote =
    target === undefined
      ? 'no target set'
      : target.met
        ? `target ${format.percent(target.value)} is met`
        : target.people === undefined
          ? `target ${format.percent(target.value)} is out of reach`
          : `${format.quantity(target.people, 'person', 'people')} to ${format.percent(target.value)}`
  const starNote =
    star === undefined
      ? ''
      : star.next === undefined
        ? `, ${starsText(star)}`
        : `, ${starsText(star)}, ${format.quantity(star.next.people, 'person', 'people')} to ${(star.stars ?? 0) + 1}`
  return [
    {
      ...plain('rate', 'Rate', row.rate, rateNote(row, better, format)),
      trend: row.trend.points.flatMap(({ figure }) => (figure.value === undefined ? [] : [figure.value]))
    },
    ...(row.progress === undefined
      ? []
      : row.projected === undefined
        ? [
            plain(
              'projected',
              'Year-end',
              { ...row.rate, value: undefined },
              `not projected: ${row.notProjected ?? ''}`
            )
          ]
        : [plain('projected', 'Year-end, projected', row.projected, 'if the rest goes as last year')]),
    // Six at most: the populations below have those who met it.
    ...(row.progress === undefined ? [plain('met', 'Met', row.numerator, 'numerator')] : []),
    plain('eligible', 'Eligible', row.eligible, 'denominator less exclusions'),
    plain('to-close', 'Gaps to close', row.toClose, `${targetNote}${starNote}`),
    plain('excluded', 'Excluded', row.exclusions, `${format.people(row.exceptions.value ?? 0)} with an exception`),
    row.adjusted === undefined
      ? plain('before', 'Initial population', row.initialPopulation, '')
      : plain('adjusted', 'With evidence', row.adjusted, 'supplemental evidence that holds')
  ]
}
