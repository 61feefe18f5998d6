import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { countChart, MIN_BASELINE, SHIFT_PERIODS, TESTS_PER_CHART } from '../../../base/stats/count-chart.ts'
import type { Figure } from '../../../base/figures/figure.ts'
import type { SeriesPoint } from '../results/shapes.ts'

/** False signals of a single trend where nothing changed. */
const EXPECTED_FALSE = 0.05

/** What the note of a trend means, for definitions. */
export const trendNoteText = m.theNoteComparesTheLastComplete(SHIFT_PERIODS, EXPECTED_FALSE * 100)

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
  if (chart === undefined) return m.fewerThanCompleteMonths(MIN_BASELINE + SHIFT_PERIODS)
  if (chart.signal === undefined) return m.ordinaryVariation
  const { rule, direction, since } = chart.signal
  return m.directionTheLimitsSinceLabel(direction, rule === 'outside', counted[since]!.label)
}
