import { commonMessages as common } from '#messages/common.ts'
import { figuresMeasureMessages as m } from '#messages/figures/measure.ts'
import { dayOfPeriod } from '#engine/measures/rates/period-progress.ts'
import type { ScorecardPanel } from '#engine/measures/results/scorecard-result.ts'
import { dotIntervalChart } from '../../charts/kinds/dot-interval.ts'
import type { FigureBuild } from '../base/figure-view.ts'
import { scorecardTable } from './scorecard-table.ts'

const scorecard: FigureBuild<ScorecardPanel> = (value, format) => {
  const rows = value?.rows ?? []
  const running = rows[0]?.progress
  const computed = rows.filter(({ cannotCompute }) => cannotCompute === undefined).length
  return {
    title: common.scorecard,
    subtitle: running === undefined ? m.ratesOfThePeriodInView : m.soFarRunning(dayOfPeriod(running)),
    caption: m.modeledOnPublicDefinitionsNotHEDIS(
      computed === rows.length ? '' : m.ofRatesCanBeComputed(format.count(computed), format.count(rows.length))
    ),
    model: undefined,
    table: rows.length === 0 ? undefined : scorecardTable(rows, format),
    provenance: rows[0]?.rate.provenance,
    empty: value !== undefined && rows.length === 0 ? m.noMeasureGaveARateFor : undefined
  }
}

/** The rates of all measures as dots, so that they can be seen together. */
const rates: FigureBuild<ScorecardPanel> = (value, format) => {
  const rows = (value?.rows ?? []).filter(({ scoring, rate }) => scoring === 'proportion' && rate.value !== undefined)
  return {
    title: m.ratesOfAllMeasures,
    subtitle: m.with95IntervalEligiblePeopleAt,
    caption: m.wilsonIntervalsForSomeMeasuresLower,
    model:
      value &&
      dotIntervalChart(
        rows.map(({ key, title, rate, eligible }) => ({ key, label: title, figure: rate, people: eligible.value })),
        { heads: { label: common.measure } },
        format
      ),
    provenance: rows[0]?.rate.provenance,
    empty: value !== undefined && rows.length === 0 ? m.noRateCanBeComputedFor : undefined
  }
}

/** The figures of the scorecard, by the names that boards use. */
export const scorecardFigures = { scorecard, rates } as const
