import type { MeasurePanel, ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import type { KeyFigure } from '#engine/population/panels/results/shapes.ts'
import type { Format } from '../../../ui/format/use-format.ts'
import { pointsText } from '../common/scorecard-table.ts'

/** `4 stars`, or why there are none. */
function starsText({ stars, cases }: NonNullable<ScorecardRow['star']>): string {
  return stars === undefined ? `n = ${cases}, not rated` : `${stars} ${stars === 1 ? 'star' : 'stars'}`
}

/** What stands under the rate: why there is none, or which way is better and how it compares. */
function rateNote({ cannotCompute, comparison, progress }: ScorecardRow, better: string): string {
  if (cannotCompute !== undefined) return `cannot be computed: ${cannotCompute}`
  if (comparison === undefined) return progress === undefined ? better : `${better}; so far`
  const than = progress === undefined ? 'last year' : 'the same day last year'
  return `${pointsText(comparison.points)} points on ${than}; ${better}`
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
      ...plain('rate', 'Rate', row.rate, rateNote(row, better)),
      trend: row.trend.points.flatMap(({ figure }) => (figure.value === undefined ? [] : [figure.value]))
    },
    plain('met', 'Met', row.numerator, 'numerator'),
    plain('eligible', 'Eligible', row.eligible, 'denominator less exclusions'),
    plain('to-close', 'Gaps to close', row.toClose, `${targetNote}${starNote}`),
    plain('excluded', 'Excluded', row.exclusions, `${format.people(row.exceptions.value ?? 0)} with an exception`),
    row.adjusted === undefined
      ? plain('before', 'Initial population', row.initialPopulation, '')
      : plain('adjusted', 'With evidence', row.adjusted, 'supplemental evidence that holds')
  ]
}
