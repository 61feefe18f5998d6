import { asSentence } from '#shared/as-sentence.ts'
import { dayOfPeriod } from '#engine/measures/rates/period-progress.ts'
import type { EquityPanel } from '#engine/measures/results/equity-result.ts'
import type { MeasurePanel, RateSeries, ScorecardPanel } from '#engine/measures/results/scorecard-result.ts'
import { dotIntervalChart, type DotRow } from '../charts/kinds/dot-interval.ts'
import { trendChart } from '../charts/kinds/trend.ts'
import { unitFunnelChart } from '../charts/kinds/unit-funnel.ts'
import type { Goal } from '../charts/parts/goal.ts'
import type { Format } from '../ui/format/format.ts'
import { equityFinding, equityTable } from './equity-table.ts'
import { type FigureExtras, type FigureView } from './figure-view.ts'
import { measureSignal } from './measure-signal.ts'
import { scorecardTable } from './scorecard-table.ts'

type Build<T> = (value: T | undefined, format: Format, extras?: FigureExtras) => FigureView

/** So few periods are no line: each is a dot with its interval, the latest first. */
const FEW_PERIODS = 6

const scorecard: Build<ScorecardPanel> = (value, format) => {
  const rows = value?.rows ?? []
  const running = rows[0]?.progress
  const computed = rows.filter(({ cannotCompute }) => cannotCompute === undefined).length
  return {
    title: 'Scorecard',
    subtitle: running === undefined ? 'Rates of the period in view' : `So far, ${dayOfPeriod(running)}`,
    caption: `Modeled on public definitions; not HEDIS, not certified.${computed === rows.length ? '' : ` ${format.count(computed)} of ${format.count(rows.length)} rates can be computed.`}`,
    model: undefined,
    table: rows.length === 0 ? undefined : scorecardTable(rows, format),
    provenance: rows[0]?.rate.provenance,
    empty: value !== undefined && rows.length === 0 ? 'No measure gave a rate for the people in view.' : undefined
  }
}

/** The rates of all measures as dots, so that they can be seen together. */
const rates: Build<ScorecardPanel> = (value, format) => {
  const rows = (value?.rows ?? []).filter(({ scoring, rate }) => scoring === 'proportion' && rate.value !== undefined)
  return {
    title: 'Rates of all measures',
    subtitle: 'With 95% interval; eligible people at right',
    caption: 'Wilson intervals. For some measures lower is better; the scorecard says which.',
    model:
      value &&
      dotIntervalChart(
        rows.map(({ key, title, rate, eligible }) => ({ key, label: title, figure: rate, people: eligible.value })),
        { heads: { label: 'Measure' } },
        format
      ),
    provenance: rows[0]?.rate.provenance,
    empty: value !== undefined && rows.length === 0 ? 'No rate can be computed for the people in view.' : undefined
  }
}

/** The figures of the scorecard, by the names that boards use. */
export const scorecardFigures = { scorecard, rates } as const

function benchmarkLine(value: MeasurePanel | undefined): Goal | undefined {
  const benchmark = value?.row.benchmark
  return benchmark && { label: `Benchmark, ${benchmark.title}`, value: benchmark.value }
}

function goalOf(value: MeasurePanel | undefined, extras: FigureExtras): Goal | undefined {
  const target = value?.row.target
  return extras.goal ?? (target && { label: 'Target', value: target.value })
}

/** What is shown when nobody chose the length of the periods: those of which most were run. */
export function seriesKind(value: MeasurePanel | undefined): RateSeries['kind'] {
  return value?.series.reduce((most, one) => (one.points.length > most.points.length ? one : most)).kind ?? 'year'
}

const periodText: Readonly<Record<RateSeries['kind'], string>> = {
  year: 'Calendar years on the same data',
  quarter: 'Each calendar quarter as a period of its own',
  month: 'Each calendar month as a period of its own',
  rolling: 'Twelve months each, up to the end of every month: neighbors share eleven of them'
}

function controlText(value: MeasurePanel, series: RateSeries): string {
  if (series.kind === 'rolling') return ' No control limits: periods that overlap would find signals in chance alone.'
  if (series.limits === undefined) return ' Control limits need twelve periods that are over.'
  const { improvement } = value.row
  const periods = series.points.filter(({ incomplete }) => incomplete !== true).length
  const { text } = measureSignal({ ...series, improvement, signalPeriods: periods })
  return ` XmR limits of ${periods} periods: ${text.charAt(0).toLowerCase()}${text.slice(1)}.`
}

/** The choice is the kind of the periods. */
const trend: Build<MeasurePanel> = (value, format, extras = {}) => {
  const series = value?.series.find(({ kind }) => kind === (extras.choice ?? seriesKind(value)))
  const points = series?.points ?? []
  const goal = goalOf(value, extras)
  const benchmark = benchmarkLine(value)
  const chart = () => {
    if (value === undefined || points.length < 2) return undefined
    const { row } = value
    if (points.length > FEW_PERIODS) {
      const limits = series?.limits
      const lines = [
        ...(benchmark === undefined ? [] : [benchmark]),
        ...(extras.lines ?? []),
        ...(limits === undefined
          ? []
          : [
              { label: 'Lower limit', value: Math.max(0, limits.lower) },
              { label: 'Upper limit', value: Math.min(1, limits.upper) }
            ])
      ]
      const options = { subject: row.title, goal, lines, events: extras.events }
      return trendChart({ id: row.key, label: row.title, points }, options, format)
    }
    const rows = points.toReversed().map((point): DotRow => ({
      key: point.label,
      label: point.incomplete === true ? `${point.label}, so far` : point.label,
      figure: point.figure,
      people: point.figure.denominator ?? 0
    }))
    // Dots have one line: the target, else the benchmark.
    return dotIntervalChart(rows, { heads: { label: 'Period' }, goal: goal ?? benchmark }, format)
  }
  const model = chart()
  return {
    title: 'Over time',
    subtitle: periodText[series?.kind ?? 'year'],
    caption: `95% Wilson intervals.${value === undefined || series === undefined ? '' : controlText(value, series)}`,
    model,
    provenance: value?.provenance,
    empty: value !== undefined && model === undefined ? 'Fewer than two of these periods have run.' : undefined
  }
}

/** The choice is a dimension. */
const byGroup: Build<MeasurePanel> = (value, format, extras = {}) => {
  const group = value?.groups.find(({ dimension }) => dimension === extras.choice) ?? value?.groups[0]
  return {
    title: `By ${group?.label.toLowerCase() ?? 'group'}`,
    subtitle: value === undefined ? '' : `Dashed: everybody, ${format.figure(value.row.rate).text}`,
    caption: 'People at right. Wilson intervals. No test for many groups.',
    model:
      value &&
      group &&
      dotIntervalChart(
        group.rows.map(({ group: key, label, figure, people, filter }) => ({
          key,
          label,
          figure,
          people,
          filters: [filter]
        })),
        {
          heads: { label: group.label },
          overall: value.row.rate,
          goal: goalOf(value, extras) ?? benchmarkLine(value)
        },
        format
      ),
    provenance: value?.provenance,
    empty: value?.groups.length === 0 ? 'Not recorded for anyone in view.' : undefined
  }
}

const everyGroup: Build<MeasurePanel> = (value, format, extras = {}) => ({
  title: 'By every group',
  subtitle: value === undefined ? '' : `Dashed: everybody, ${format.figure(value.row.rate).text}`,
  caption: 'People at right. Wilson intervals. A press narrows the population. No test for many groups.',
  model:
    value &&
    dotIntervalChart(
      value.groups.flatMap((each): DotRow[] => [
        { heading: each.label },
        ...each.rows.map(({ group: key, label, figure, people, filter }) => ({
          key: `${each.dimension}|${key}`,
          label,
          figure,
          people,
          filters: [filter]
        }))
      ]),
      {
        heads: { label: 'Group' },
        overall: value.row.rate,
        goal: goalOf(value, extras) ?? benchmarkLine(value)
      },
      format
    ),
  provenance: value?.provenance,
  empty: value?.groups.length === 0 ? 'Not recorded for anyone in view.' : undefined
})

/** Groups that are units somebody runs: ages or sexes are none. */
export function unitGroups(value: MeasurePanel | undefined): MeasurePanel['groups'] {
  return (value?.groups ?? []).filter(
    ({ dimension: id }) => id === 'practice' || id === 'payer' || id === 'plan' || id.startsWith('provider')
  )
}

/** The choice is the dimension of the units. */
const units: Build<MeasurePanel> = (value, format, { choice } = {}) => {
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
    title: `Funnel plot by ${group?.label.toLowerCase() ?? 'unit'}`,
    subtitle:
      'Of units that do not differ, 19 of 20 lie within the inner limits around everybody, and 499 of 500 within the outer',
    caption:
      'Exact binomial limits. Reliability is the share of the variance that lies between units, by a beta-binomial model: units below 0.7 are not compared. A press narrows the population.',
    model,
    provenance: value?.provenance,
    empty: value !== undefined && model === undefined ? 'There is no rate to compare units by.' : undefined
  }
}

const status: Build<MeasurePanel> = (value, format) => {
  const statuses = value?.statuses ?? []
  return {
    title: 'Status of people',
    subtitle: 'Every living person in view counts once',
    caption: 'Open: eligible and not met. Who is not eligible is never open.',
    model: undefined,
    table:
      statuses.length === 0
        ? undefined
        : {
            columns: [
              { label: 'Status', numeric: false },
              { label: 'People', numeric: true }
            ],
            rows: statuses.map(({ label, figure }) => [
              { text: label },
              { text: format.figure(figure).text, value: figure.value, figure }
            ])
          },
    provenance: value?.provenance,
    empty:
      value !== undefined && statuses.length === 0
        ? 'This measure has no gaps to work on: nothing that is done in the period closes them.'
        : undefined
  }
}

/** The figures of one measure, by the names that boards use. */
export const rateFigures = { trend, 'by-group': byGroup, 'every-group': everyGroup, units, status } as const

const equityRates: Build<EquityPanel> = (value, format, { goal } = {}) => ({
  title: 'Rate by group',
  subtitle: value === undefined ? '' : `Dashed: all, ${format.figure(value.overall).text}`,
  caption: 'Eligible people at right. Wilson intervals. Not adjusted for age or illness.',
  model:
    value &&
    dotIntervalChart(
      value.groups.map(({ value: key, label, rate, people, filter }) => ({
        key,
        label,
        figure: rate,
        people,
        filters: [filter]
      })),
      { heads: { label: 'Group' }, overall: value.overall, goal },
      format
    ),
  provenance: value?.provenance,
  empty: value?.groups.length === 0 ? noGroups(value) : undefined
})

function isCompared(value: EquityPanel): boolean {
  return value.groups.some(({ gap }) => gap?.value !== undefined)
}

const gaps: Build<EquityPanel> = (value, format) => ({
  title: 'Gaps',
  subtitle: value === undefined ? '' : equityFinding(value),
  caption:
    'Newcombe intervals; ratio with Katz intervals. Between: points from being treated at other practices. Within: points from differing at the same practice. Not recorded is a group of its own.',
  model: undefined,
  table: value && equityTable(value, format),
  provenance: value?.provenance,
  empty:
    value === undefined || isCompared(value)
      ? undefined
      : value.missing === undefined
        ? 'There is no second group to compare with.'
        : noGroups(value)
})

const gapTrend: Build<EquityPanel> = (value, format, { events } = {}) => ({
  title: 'How the gap changes',
  subtitle: value?.trend === undefined ? 'Points of percent' : `${value.trend.series.label}, points of percent`,
  caption: 'Periods as long as the one in view. Above zero: the rate of the group is higher.',
  model:
    value?.trend &&
    trendChart(
      value.trend.series,
      { subject: 'Gap in points', lines: [{ label: 'No gap', value: 0 }], events },
      format
    ),
  provenance: value?.provenance,
  empty:
    value !== undefined && (value.trend === undefined || value.trend.series.points.length === 0)
      ? isCompared(value)
        ? 'One period alone was run. Run earlier periods from the page of the measure.'
        : 'There is no second group to compare with.'
      : undefined
})

function noGroups({ missing }: EquityPanel): string {
  return missing === undefined ? 'Nobody in view is eligible.' : asSentence(`Cannot be computed: ${missing}`)
}

/** The figures of equity, by the names that boards use. */
export const equityFigures = { rates: equityRates, gaps, 'gap-trend': gapTrend } as const
