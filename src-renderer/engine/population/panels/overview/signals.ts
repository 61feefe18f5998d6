import { enginePopulationPanelsOverviewMessages as messages } from '#messages/engine/population/panels/overview.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import {
  countChart,
  countLimits,
  detectableShift,
  MIN_BASELINE,
  SHIFT_PERIODS,
  TESTS_PER_CHART,
  type CountSeries
} from '../../../base/stats/count-chart.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { filterOn } from '../base/figures.ts'
import type { SignalRow, SignalsPanel } from '../results/overview-result.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { funnelsOf } from './funnels.ts'
import { controlIndicator, emergencyIndicator, readmissionIndicator, type Indicator } from './signal-indicators.ts'
import type { View } from '../base/view.ts'

/** Months on a chart. */
const chartMonths = 36
/** A practice with fewer counts in an ordinary month is left out: nothing short of a collapse could be told from chance. */
const minPerMonth = 5
/**
 * False signals that chance alone gives on average on the whole screen. It is divided among all charts and their tests
 * (Bonferroni's inequality), so that it holds for any number of charts, however they depend on each other.
 */
const EXPECTED_FALSE = 0.2

const method: Definition['sources'] = [
  { title: messages.improvedControlChartsForAttributes, publisher: messages.laneyQualEng14531537, year: 2002 },
  { title: messages.theHealthCareDataGuideP, publisher: messages.provostAndMurrayJosseyBass, year: 2011 }
]

const rule = messages.byPracticeAndCompleteMonthUp(chartMonths, MIN_BASELINE, SHIFT_PERIODS, EXPECTED_FALSE)

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
  readonly months: readonly Period[]
  readonly series: CountSeries
}

function monthSums(counts: Float64Array, months: number, practices: readonly number[]): Float64Array {
  const sums = new Float64Array(months)
  for (const practice of practices) for (let m = 0; m < months; m++) sums[m]! += counts[practice * months + m]!
  return sums
}

/** The chart of an indicator and a group; none where it has too few months or counts. */
function candidate(indicator: Indicator, months: readonly Period[], group: Group): Candidate[] {
  const counted = monthSums(indicator.tally.of, months.length, group.practices)
  const events = monthSums(indicator.tally.events, months.length, group.practices)
  const used = months.map((_, m) => m).filter((m) => counted[m]! > 0)
  const base = indicator.kind === 'rate' ? events : counted
  const ordinary = base.reduce((sum, count) => sum + count, 0) / Math.max(1, months.length)
  if (used.length < MIN_BASELINE + SHIFT_PERIODS || ordinary < minPerMonth) return []
  const series = {
    kind: indicator.kind,
    events: used.map((m) => events[m]!),
    of: used.map((m) => counted[m]!)
  }
  return [{ indicator, group, months: used.map((m) => months[m]!), series }]
}

function rowOf(view: View, { indicator, group, months, series }: Candidate, charts: number): SignalRow[] {
  const level = EXPECTED_FALSE / (charts * TESTS_PER_CHART)
  const chart = countChart(series, level)
  const last = months.length - 1
  if (chart === undefined) return []
  const limits = countLimits(series, level)
  const scale = indicator.kind === 'rate' ? 1000 : 1
  const shift = detectableShift(series, level)
  const provenance = view.provenance({
    id: `signals/${indicator.id}`,
    version: '2.0.0',
    title: indicator.title,
    text: `${indicator.text} ${rule}`,
    calculated: messages.chartsLimitsAtAFalseAlarm(charts, (100 * level).toPrecision(2)),
    sources: [...indicator.sources, ...method]
  })
  return [
    {
      id: `${indicator.id}|${group.id}`,
      indicator: indicator.title,
      about: indicator.about,
      group: group.label,
      better: indicator.better,
      method: chart.method,
      month: months[last]!.label,
      figure: indicator.figure(series.events[last]!, series.of[last]!, months[last]!, group.filters, provenance),
      mean: chart.mean * scale,
      points: months.map((month, m) => ({
        at: month.start,
        label: month.label,
        value: (series.events[m]! / series.of[m]!) * scale,
        lower: limits[m]!.lower * scale,
        upper: limits[m]!.upper * scale
      })),
      ...(chart.signal === undefined ? {} : { signal: chart.signal }),
      probability: chart.probability,
      detectable: shift === undefined ? undefined : shift * scale,
      people: indicator.people(group.filters)
    }
  ]
}

/** Indicators by practice that depart from ordinary variation, strongest evidence first, then the others. */
export function signalsPanel(view: View): SignalsPanel {
  const months = monthsUpTo(view.asOf, chartMonths + 1, view.span.first)
    .filter((month) => !month.incomplete)
    .slice(-chartMonths)
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
