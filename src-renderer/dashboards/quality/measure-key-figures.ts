import type { MeasurePanel } from '#engine/quality/scorecard-result.ts'
import type { KeyFigure } from '#engine/panels/shapes.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { pointsText } from './scorecard-table.ts'

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
        ? `, ${star.stars} stars`
        : `, ${star.stars} stars, ${format.quantity(star.next.people, 'person', 'people')} to ${star.stars + 1}`
  return [
    {
      ...plain('rate', 'Rate', row.rate, better),
      trend: row.trend.points.flatMap(({ figure }) => (figure.value === undefined ? [] : [figure.value]))
    },
    plain('met', 'Met', row.numerator, 'numerator'),
    plain('eligible', 'Eligible', row.eligible, 'denominator less exclusions'),
    plain('to-close', 'Gaps to close', row.toClose, `${targetNote}${starNote}`),
    plain('excluded', 'Excluded', row.exclusions, `${format.people(row.exceptions.value ?? 0)} with an exception`),
    row.adjusted === undefined
      ? plain(
          'before',
          'Initial population',
          row.initialPopulation,
          row.versusLastYear === undefined ? '' : `${pointsText(row.versusLastYear)} points against last year`
        )
      : plain('adjusted', 'With evidence', row.adjusted, 'supplemental evidence that holds')
  ]
}
