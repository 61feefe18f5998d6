import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { figuresMeasureMessages as m } from '#messages/figures/measure.ts'
import type { MeasurePanel, RateSeries } from '#engine/measures/results/scorecard-result.ts'
import { dotIntervalChart, type DotRow } from '../../charts/kinds/dot-interval.ts'
import { trendChart } from '../../charts/kinds/trend.ts'
import { unitFunnelChart } from '../../charts/kinds/unit-funnel.ts'
import { figureCell, withComplement } from '../../charts/parts/figure-lines.ts'
import type { Goal } from '../../charts/parts/goal.ts'
import type { Format } from '../../ui/format/format.ts'
import type { FigureBuild, FigureExtras } from '../base/figure-view.ts'
import { measureSignal } from './measure-signal.ts'

/** So few periods are no line: each is a dot with its interval, the latest first. */
const FEW_PERIODS = 6

function benchmarkLine(value: MeasurePanel | undefined): Goal | undefined {
  const benchmark = value?.row.benchmark
  return benchmark && { label: m.benchmarkTitle(benchmark.title), value: benchmark.value }
}

function goalOf(value: MeasurePanel | undefined, extras: FigureExtras): Goal | undefined {
  const target = value?.row.target
  return extras.goal ?? (target && { label: common.target, value: target.value })
}

/** What is shown when nobody chose the length of the periods: those of which most were run. */
export function seriesKind(value: MeasurePanel | undefined): RateSeries['kind'] {
  return (
    value?.series.reduce((best, series) => (series.points.length > best.points.length ? series : best)).kind ?? 'year'
  )
}

const periodText: Readonly<Record<RateSeries['kind'], string>> = {
  year: m.calendarYearsOnTheSameData,
  quarter: m.eachCalendarQuarterAsAPeriod,
  month: m.eachCalendarMonthAsAPeriod,
  rolling: m.twelveMonthsEachUpToThe
}

function controlText(value: MeasurePanel, series: RateSeries): string {
  if (series.kind === 'rolling') return m.noControlLimitsPeriodsThatOverlap
  if (series.limits === undefined) return m.controlLimitsNeedTwelvePeriodsThat
  const { improvement } = value.row
  const periods = series.points.filter(({ incomplete }) => incomplete !== true).length
  const { text } = measureSignal({ ...series, improvement, signalPeriods: periods })
  return m.xmRLimitsOfPeriods(periods, inSentence(text))
}

/** The choice is the kind of the periods. */
const trend: FigureBuild<MeasurePanel> = (value, format, extras = {}) => {
  const series = value?.series.find(({ kind }) => kind === (extras.choice ?? seriesKind(value)))
  const points = series?.points ?? []
  const goal = goalOf(value, extras)
  const benchmark = benchmarkLine(value)
  const chart = () => {
    if (value === undefined || points.length < 2) return undefined
    const { row } = value
    if (points.length > FEW_PERIODS) {
      // The limits lie around the mean of all periods, which tells one that is withheld.
      const isTold = points.some(({ figure }) => format.figure(figure).hidden)
      const limits = isTold ? undefined : series?.limits
      const lines = [
        ...(benchmark === undefined ? [] : [benchmark]),
        ...(extras.lines ?? []),
        ...(limits === undefined
          ? []
          : [
              { label: m.lowerLimit, value: Math.max(0, limits.lower) },
              { label: m.upperLimit, value: Math.min(1, limits.upper) }
            ])
      ]
      const options = { subject: row.title, goal, lines, events: extras.events }
      return trendChart({ id: row.key, label: row.title, points }, options, format)
    }
    const rows = points.toReversed().map((point): DotRow => ({
      key: point.label,
      label: point.incomplete === true ? m.soFar(point.label) : point.label,
      figure: point.figure,
      people: point.figure.denominator ?? 0
    }))
    // Dots have one line: the target, else the benchmark.
    return dotIntervalChart(rows, { heads: { label: common.period }, goal: goal ?? benchmark }, format)
  }
  const model = chart()
  return {
    title: m.overTime,
    subtitle: periodText[series?.kind ?? 'year'],
    caption: m.n95WilsonIntervals(value === undefined || series === undefined ? '' : controlText(value, series)),
    model,
    provenance: value?.provenance,
    empty: value !== undefined && model === undefined ? m.fewerThanTwoOfThesePeriods : undefined
  }
}

/** A group of a dimension as a row of dots; its key is unique within the dimension. */
function groupDot({
  group,
  label,
  figure,
  people,
  filter
}: MeasurePanel['groups'][number]['rows'][number]): Exclude<DotRow, { heading: string }> {
  return { key: group, label, figure, people, filters: [filter] }
}

/** The choice is a dimension. */
const byGroup: FigureBuild<MeasurePanel> = (value, format, extras = {}) => {
  const group = value?.groups.find(({ dimension }) => dimension === extras.choice) ?? value?.groups[0]
  return {
    title: m.byLabel(group === undefined ? m.group : inSentence(group.label)),
    subtitle: value === undefined ? '' : m.dashedEverybodyValue(format.figure(value.row.rate).text),
    caption: m.peopleAtRightWilsonIntervalsNo,
    model:
      value &&
      group &&
      dotIntervalChart(
        group.rows.map(groupDot),
        {
          heads: { label: group.label },
          overall: value.row.rate,
          goal: goalOf(value, extras) ?? benchmarkLine(value)
        },
        format
      ),
    provenance: value?.provenance,
    empty: value?.groups.length === 0 ? m.notRecordedForAnyoneInView : undefined
  }
}

const everyGroup: FigureBuild<MeasurePanel> = (value, format, extras = {}) => ({
  title: m.byEveryGroup,
  subtitle: value === undefined ? '' : m.dashedEverybodyValue(format.figure(value.row.rate).text),
  caption: m.peopleAtRightWilsonIntervalsA,
  model:
    value &&
    dotIntervalChart(
      value.groups.flatMap((each): DotRow[] => [
        { heading: each.label },
        ...each.rows.map((row) => ({ ...groupDot(row), key: `${each.dimension}|${row.group}` }))
      ]),
      {
        heads: { label: common.group },
        overall: value.row.rate,
        goal: goalOf(value, extras) ?? benchmarkLine(value)
      },
      format
    ),
  provenance: value?.provenance,
  empty: value?.groups.length === 0 ? m.notRecordedForAnyoneInView : undefined
})

/** Groups that are units somebody runs: ages or sexes are none. */
export function unitGroups(value: MeasurePanel | undefined): MeasurePanel['groups'] {
  return (value?.groups ?? []).filter(
    ({ dimension: id }) => id === 'practice' || id === 'payer' || id === 'plan' || id.startsWith('provider')
  )
}

/** The choice is the dimension of the units. */
const units: FigureBuild<MeasurePanel> = (value, format, { choice } = {}) => {
  const groups = unitGroups(value)
  const group =
    groups.find(({ dimension }) => dimension === choice) ??
    groups.find(({ dimension }) => dimension === 'practice') ??
    groups[0]
  const model =
    value === undefined || group === undefined || group.rows.length === 0 || value.row.rate.interval === undefined
      ? undefined
      : unitFunnelChart(group.rows, { ...group, overall: value.row.rate }, format)
  return {
    title: m.funnelPlotBy(group === undefined ? m.unit : inSentence(group.label)),
    subtitle: m.ofUnitsThatDoNotDiffer,
    caption: m.exactBinomialLimitsReliabilityIsThe,
    model,
    provenance: value?.provenance,
    empty: value !== undefined && model === undefined ? m.thereIsNoRateToCompare : undefined
  }
}

/** Formats that also suppress the statuses from which a small one could be worked out: all in view are known. */
export function withStatuses(format: Format, statuses: MeasurePanel['row']['statuses']): Format {
  return withComplement(format, [{ of: 'parts', figures: statuses.map(({ figure }) => figure) }])
}

const status: FigureBuild<MeasurePanel> = (value, given) => {
  const statuses = value?.row.statuses ?? []
  const format = withStatuses(given, statuses)
  return {
    title: m.statusOfPeople,
    subtitle: m.everyLivingPersonInViewCounts,
    caption: m.openEligibleAndNotMetWho,
    model: undefined,
    table:
      statuses.length === 0
        ? undefined
        : {
            columns: [
              { label: m.status, numeric: false },
              { label: common.people, numeric: true }
            ],
            rows: statuses.map(({ label, figure }) => [{ text: label }, figureCell(figure, format)])
          },
    provenance: value?.provenance,
    empty: value !== undefined && statuses.length === 0 ? m.thisMeasureHasNoGapsTo : undefined
  }
}

/** The figures of one measure, by the names that boards use. */
export const rateFigures = { trend, 'by-group': byGroup, 'every-group': everyGroup, units, status } as const
