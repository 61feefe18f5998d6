import { enginePopulationPanelsOverviewMessages as messages } from '#messages/engine/population/panels/overview.ts'
import { TESTS_PER_CHART } from '../../../base/stats/count-chart.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { filterOn } from '../base/figures.ts'
import type { SignalRow, SignalsPanel } from '../results/overview-result.ts'
import {
  chartMonths,
  completeMonths,
  CONTROL_CHART_MONTHS,
  controlChartMethod,
  controlChartSources,
  countedMonths,
  isCharted,
  type MonthCounts
} from '../base/charted-months.ts'
import type { Period } from '../base/periods.ts'
import { funnelsOf } from './funnels.ts'
import { controlIndicator, emergencyIndicator, readmissionIndicator, type Indicator } from './signal-indicators.ts'
import type { View } from '../base/view.ts'

/**
 * False signals that chance alone gives on average on the whole screen. It is divided among all charts and their tests
 * (Bonferroni's inequality), so that it holds for any number of charts, however they depend on each other.
 */
const EXPECTED_FALSE = 0.2

const rule = messages.byPracticeAndCompleteMonthUp(CONTROL_CHART_MONTHS, controlChartMethod, EXPECTED_FALSE)

/** Practices that are charted as one. */
interface Group {
  readonly id: string
  readonly label: string
  readonly filters: readonly Filter[]
  readonly practices: readonly number[]
}

/** A chart that can be drawn. */
interface Candidate {
  readonly indicator: Indicator
  readonly group: Group
  readonly counts: MonthCounts
}

function monthSums(counts: Float64Array, months: number, practices: readonly number[]): Float64Array {
  const sums = new Float64Array(months)
  for (const practice of practices) for (let m = 0; m < months; m++) sums[m]! += counts[practice * months + m]!
  return sums
}

/** The chart of an indicator and a group; none where it has too few months or counts. */
function candidate(indicator: Indicator, months: readonly Period[], group: Group): Candidate[] {
  const { events, of } = indicator.tally
  const sums = (tally: Float64Array): Float64Array => monthSums(tally, months.length, group.practices)
  const counts = countedMonths(indicator.kind, months, sums(events), sums(of))
  return isCharted(counts) ? [{ indicator, group, counts }] : []
}

/** The time of a rate counts nobody. */
function smallestOf({ series: { kind, events, of } }: MonthCounts): number | undefined {
  const counts = events.flatMap((count, month) => (kind === 'rate' ? [count] : [count, of[month]!, of[month]! - count]))
  const some = counts.filter((count) => count > 0)
  return some.length === 0 ? undefined : Math.min(...some)
}

function rowOf(view: View, { indicator, group, counts }: Candidate, charts: number): SignalRow[] {
  const level = EXPECTED_FALSE / (charts * TESTS_PER_CHART)
  const chart = chartMonths(counts, level, indicator.kind === 'rate' ? 1000 : 1)
  if (chart === undefined) return []
  const { events, of } = counts.series
  const last = counts.months.length - 1
  const month = counts.months[last]!
  const provenance = view.provenance({
    id: `signals/${indicator.id}`,
    version: '2.1.0',
    title: indicator.title,
    text: `${indicator.text} ${rule}`,
    calculated: messages.chartsLimitsAtAFalseAlarm(charts, (100 * level).toPrecision(2)),
    sources: [...indicator.sources, ...controlChartSources]
  })
  return [
    {
      ...chart,
      id: `${indicator.id}|${group.id}`,
      indicator: indicator.title,
      about: indicator.about,
      group: group.label,
      better: indicator.better,
      month: month.label,
      figure: indicator.figure(events[last]!, of[last]!, month, group.filters, provenance),
      smallest: smallestOf(counts),
      people: indicator.people(group.filters)
    }
  ]
}

/** Indicators by practice that depart from ordinary variation, strongest evidence first, then the others. */
export function signalsPanel(view: View): SignalsPanel {
  const months = completeMonths(view)
  const { values } = view.population.dimension('practice')
  const indicators = [
    ...controlIndicator(view, 'diabetes', messages.a1cBelow8, months, values.length),
    ...controlIndicator(view, 'hypertension', messages.bloodPressureBelow14090, months, values.length),
    ...emergencyIndicator(view, months, values.length),
    ...readmissionIndicator(view, months, values.length)
  ]
  const groups: Group[] = [
    { id: '', label: messages.allPractices, filters: [], practices: values.map((_, practice) => practice) },
    ...values.flatMap(({ value, label }, practice) =>
      value === 'unknown' ? [] : [{ id: value, label, filters: [filterOn('practice', value)], practices: [practice] }]
    )
  ]
  const candidates = indicators.flatMap((indicator) => groups.flatMap((group) => candidate(indicator, months, group)))
  const rows = candidates.flatMap((each) => rowOf(view, each, candidates.length))
  return {
    rows: rows.toSorted((left, right) => left.probability - right.probability),
    expectedFalse: EXPECTED_FALSE,
    funnels: funnelsOf(view, indicators, values, EXPECTED_FALSE)
  }
}
