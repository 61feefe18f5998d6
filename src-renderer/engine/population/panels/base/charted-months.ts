import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import {
  countChart,
  countLimits,
  detectableShift,
  MIN_BASELINE,
  SHIFT_PERIODS,
  type CountSeries
} from '../../../base/stats/count-chart.ts'
import type { ChartedMonths } from '../results/shapes.ts'
import { monthsUpTo, type Period } from './periods.ts'
import type { View } from './view.ts'

/** Months on a control chart. */
export const CONTROL_CHART_MONTHS = 36
/** Fewest months with something to count. */
export const MIN_CHART_MONTHS = MIN_BASELINE + SHIFT_PERIODS
/** With fewer counts in an ordinary month, nothing short of a collapse could be told from chance. */
export const MIN_PER_MONTH = 5

/** How limits and signals are told, for definitions. */
export const controlChartMethod = m.howControlChartsAreMade(MIN_BASELINE, SHIFT_PERIODS)

/** Where the method is from. */
export const controlChartSources: Definition['sources'] = [
  { title: m.improvedControlChartsForAttributes, publisher: m.laneyQualEng14531537, year: 2002 },
  { title: m.theHealthCareDataGuideP, publisher: m.provostAndMurrayJosseyBass, year: 2011 }
]

/** The months of control charts: complete ones, oldest first. */
export function completeMonths({ asOf, span }: View): readonly Period[] {
  return monthsUpTo(asOf, CONTROL_CHART_MONTHS + 1, span.first)
    .filter(({ incomplete }) => !incomplete)
    .slice(-CONTROL_CHART_MONTHS)
}

/** The counts of the months with something to count. */
export interface MonthCounts {
  readonly months: readonly Period[]
  readonly series: CountSeries
  /** What is counted in an ordinary month. */
  readonly ordinary: number
}

/** Leaves out months with nothing to count. @param of people, or time at risk, of each month */
export function countedMonths(
  kind: CountSeries['kind'],
  months: readonly Period[],
  events: Float64Array,
  of: Float64Array
): MonthCounts {
  const used = months.map((_, month) => month).filter((month) => of[month]! > 0)
  const counted = kind === 'rate' ? events : of
  // Months before the first one with something to count say nothing of an ordinary one, nor do those after the last.
  const charted = used.length === 0 ? 1 : defined(used.at(-1)) - used[0]! + 1
  return {
    months: used.map((month) => months[month]!),
    series: { kind, events: used.map((month) => events[month]!), of: used.map((month) => of[month]!) },
    ordinary: used.reduce((sum, month) => sum + counted[month]!, 0) / charted
  }
}

/** Whether months and counts are enough for a chart. */
export function isCharted({ months, ordinary }: MonthCounts): boolean {
  return months.length >= MIN_CHART_MONTHS && ordinary >= MIN_PER_MONTH
}

/**
 * Charts months of which {@link isCharted} tells that they are enough.
 * @param level probability of a false alarm of one test, see `countChart`
 * @param scale the unit of the points: 1,000 for rates per 1,000
 * @returns undefined where `countChart` has no answer
 */
export function chartMonths({ months, series }: MonthCounts, level: number, scale = 1): ChartedMonths | undefined {
  const chart = countChart(series, level)
  if (chart === undefined) return undefined
  const limits = countLimits(series, level)
  const shift = detectableShift(series, level)
  return {
    method: chart.method,
    mean: chart.mean * scale,
    points: months.map(({ start, label }, month) => ({
      at: start,
      label,
      value: (series.events[month]! / series.of[month]!) * scale,
      lower: limits[month]!.lower * scale,
      upper: limits[month]!.upper * scale
    })),
    ...(chart.signal === undefined ? {} : { signal: chart.signal }),
    probability: chart.probability,
    detectable: shift === undefined ? undefined : shift * scale
  }
}
