import { countChart, MIN_BASELINE, SHIFT_PERIODS, TESTS_PER_CHART } from '../../../base/stats/count-chart.ts'
import type { Figure } from '../../../base/figures/figure.ts'
import type { SeriesPoint } from '../results/shapes.ts'

/** False signals of a single trend where nothing changed. */
const EXPECTED_FALSE = 0.05

/** What the note of a trend means, for definitions. */
export const trendNoteText =
  `The note compares the last complete month, and the last ${SHIFT_PERIODS} together, with the first half of the months (u-chart, u′ ` +
  `where months vary more than their counts explain); where nothing changed, ${EXPECTED_FALSE * 100}% of such notes are a false alarm.`

/**
 * Says in a line whether the end of a series of monthly rates departs from ordinary variation.
 * @param points one per month, complete months only
 */
export function trendNote(points: readonly SeriesPoint[]): string {
  const counted = points.filter(({ figure }) => (figure.denominator ?? 0) > 0)
  const of = (read: (figure: Figure) => number | undefined): number[] => counted.map(({ figure }) => read(figure) ?? 0)
  const chart = countChart(
    { kind: 'rate', events: of(({ numerator }) => numerator), of: of(({ denominator }) => denominator) },
    EXPECTED_FALSE / TESTS_PER_CHART
  )
  if (chart === undefined) return `fewer than ${MIN_BASELINE + SHIFT_PERIODS} complete months`
  if (chart.signal === undefined) return 'ordinary variation'
  const { rule, direction, since } = chart.signal
  return `${direction} ${rule === 'outside' ? 'the limits' : 'the mean'} since ${counted[since]!.label}`
}
