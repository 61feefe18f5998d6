import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { figuresMeasureMessages as m } from '#messages/figures/measure.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { dayOfPeriod } from '#engine/measures/rates/period-progress.ts'
import type { MeasureEquityPanel } from '#engine/measures/results/equity-result.ts'
import type { EquityKind, EquityPanel } from '#engine/population/panels/results/equity-result.ts'
import type { MeasurePanel, RateSeries, ScorecardPanel } from '#engine/measures/results/scorecard-result.ts'
import { dotIntervalChart, type DotRow } from '../charts/kinds/dot-interval.ts'
import { trendChart } from '../charts/kinds/trend.ts'
import { unitFunnelChart } from '../charts/kinds/unit-funnel.ts'
import type { Goal } from '../charts/parts/goal.ts'
import type { Format } from '../ui/format/format.ts'
import { allGapsFinding, allGapsTable, equityFinding, equityTable } from './equity-table.ts'
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
const rates: Build<ScorecardPanel> = (value, format) => {
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
  return value?.series.reduce((most, one) => (one.points.length > most.points.length ? one : most)).kind ?? 'year'
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

/** The choice is a dimension. */
const byGroup: Build<MeasurePanel> = (value, format, extras = {}) => {
  const group = value?.groups.find(({ dimension }) => dimension === extras.choice) ?? value?.groups[0]
  return {
    title: m.byLabel(group === undefined ? m.group : inSentence(group.label)),
    subtitle: value === undefined ? '' : m.dashedEverybodyValue(format.figure(value.row.rate).text),
    caption: m.peopleAtRightWilsonIntervalsNo,
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
    empty: value?.groups.length === 0 ? m.notRecordedForAnyoneInView : undefined
  }
}

const everyGroup: Build<MeasurePanel> = (value, format, extras = {}) => ({
  title: m.byEveryGroup,
  subtitle: value === undefined ? '' : m.dashedEverybodyValue(format.figure(value.row.rate).text),
  caption: m.peopleAtRightWilsonIntervalsA,
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
    title: m.funnelPlotBy(group === undefined ? m.unit : inSentence(group.label)),
    subtitle: m.ofUnitsThatDoNotDiffer,
    caption: m.exactBinomialLimitsReliabilityIsThe,
    model,
    provenance: value?.provenance,
    empty: value !== undefined && model === undefined ? m.thereIsNoRateToCompare : undefined
  }
}

const status: Build<MeasurePanel> = (value, format) => {
  const statuses = value?.statuses ?? []
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
            rows: statuses.map(({ label, figure }) => [
              { text: label },
              { text: format.figure(figure).text, value: figure.value, figure }
            ])
          },
    provenance: value?.provenance,
    empty: value !== undefined && statuses.length === 0 ? m.thisMeasureHasNoGapsTo : undefined
  }
}

/** The figures of one measure, by the names that boards use. */
export const rateFigures = { trend, 'by-group': byGroup, 'every-group': everyGroup, units, status } as const

const rateCaptions: Readonly<Record<EquityKind, string>> = {
  proportion: m.eligiblePeopleAtRightWilsonIntervals,
  rate: m.peopleAtRightExactPoissonIntervals,
  mean: m.membersAtRightIntervalsFromThe
}

const equityRates: Build<EquityPanel> = (value, format, { goal } = {}) => ({
  title: value === undefined || isOfMeasure(value) ? m.rateByGroup : m.byGroup,
  subtitle: value === undefined ? '' : rateSubtitle(value, format),
  caption: rateCaptions[value?.kind ?? 'proportion'],
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
      { heads: { label: common.group }, overall: value.overall, goal },
      format
    ),
  provenance: value?.provenance,
  empty: value === undefined ? undefined : noGroups(value)
})

/** Which figure it is, where it is not a measure's, and what it is for everybody. */
function rateSubtitle(value: EquityPanel, format: Format): string {
  if (value.overall.value === undefined) return isOfMeasure(value) ? '' : value.title
  const { text } = format.figure(value.overall)
  return isOfMeasure(value) ? m.dashedAllValue(text) : m.titleDashedAllValue(value.title, text)
}

/** A measure is compared over the periods that were run, everything else over time. */
function isOfMeasure(value: EquityPanel): boolean {
  return 'all' in value
}

function isCompared(value: EquityPanel): boolean {
  return value.groups.some(({ gap }) => gap?.value !== undefined)
}

const gapCaptions: Readonly<Record<EquityKind, string>> = {
  proportion: m.newcombeIntervalsRatioWithKatzIntervals,
  rate: m.intervalsFromTheExactOnesOf,
  mean: m.intervalsFromThoseOfBothMeans
}

const gaps: Build<EquityPanel> = (value, format) => ({
  title: m.gaps,
  subtitle: value === undefined ? '' : equityFinding(value, format),
  caption: gapCaptions[value?.kind ?? 'proportion'],
  model: undefined,
  table: value && equityTable(value, format),
  provenance: value?.provenance,
  empty: value === undefined || isCompared(value) ? undefined : (noGroups(value) ?? m.thereIsNoSecondGroupTo)
})

const allGaps: Build<MeasureEquityPanel> = (value, format) => ({
  title: m.gapsOfAllMeasures,
  subtitle: value?.all === undefined ? '' : allGapsFinding(value.all, format),
  caption: m.leastLikelyByChanceFirst,
  model: undefined,
  table: value?.all && allGapsTable(value, value.all, format),
  provenance: value?.all?.provenance,
  empty:
    value === undefined || (value.all?.rows.length ?? 0) > 0 ? undefined : (noGroups(value) ?? m.thereIsNoSecondGroupTo)
})

/** What the gaps of a kind are counted in, below a title and as the subject of a chart. */
const gapUnits: Readonly<
  Record<EquityKind, { readonly unit: string; readonly of: (label: string) => string; readonly subject: string }>
> = {
  proportion: { unit: m.pointsOfPercent, of: m.pointsOfPercentInText, subject: m.gapInPoints },
  rate: { unit: m.per1000, of: m.per1000InText, subject: m.gapPer1000 },
  mean: { unit: m.dollarsPerMemberPerMonth, of: m.dollarsPerMemberPerMonthInText, subject: m.gapInDollars }
}

const gapTrend: Build<EquityPanel> = (value, format, { events } = {}) => {
  const { unit, of, subject } = gapUnits[value?.kind ?? 'proportion']
  const ofMeasure = value === undefined || isOfMeasure(value)
  return {
    title: m.howTheGapChanges,
    subtitle: value?.trend === undefined ? unit : of(value.trend.series.label),
    caption: ofMeasure ? m.periodsAsLongAsTheOne : m.atTheEndOfEachQuarter,
    model:
      value?.trend &&
      trendChart(value.trend.series, { subject, lines: [{ label: m.noGap, value: 0 }], events }, format),
    provenance: value?.provenance,
    empty:
      value !== undefined && (value.trend === undefined || value.trend.series.points.length === 0)
        ? isCompared(value)
          ? ofMeasure
            ? m.onePeriodAloneWasRunRun
            : m.theDataDoNotReachBack
          : (noGroups(value) ?? m.thereIsNoSecondGroupTo)
        : undefined
  }
}

/** Why no group has a value; undefined where one has. */
function noGroups({ missing, groups }: EquityPanel): string | undefined {
  const reason = missing ?? (groups.some(({ rate }) => rate.value !== undefined) ? undefined : groups[0]?.rate.missing)
  if (reason !== undefined) return asSentence(m.cannotBeComputed(reason))
  return groups.length === 0 ? m.nobodyInViewIsEligible : undefined
}

/** The figures of equity, by the names that boards use. */
export const equityFigures = { rates: equityRates, gaps, 'gap-trend': gapTrend } as const

/** Those of the equity of measures. */
export const measureEquityFigures = { ...equityFigures, 'all-gaps': allGaps } as const
