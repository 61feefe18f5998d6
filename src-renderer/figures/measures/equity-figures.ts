import { commonMessages as common } from '#messages/common.ts'
import { figuresMeasureMessages as m } from '#messages/figures/measure.ts'
import { asSentence } from '#shared/as-sentence.ts'
import type { MeasureEquityPanel } from '#engine/measures/results/equity-result.ts'
import type { EquityKind, EquityPanel } from '#engine/population/panels/results/equity-result.ts'
import { dotIntervalChart } from '../../charts/kinds/dot-interval.ts'
import { trendChart } from '../../charts/kinds/trend.ts'
import type { Format } from '../../ui/format/format.ts'
import type { FigureBuild } from '../base/figure-view.ts'
import { allGapsFinding, allGapsTable, equityFinding, equityTable } from './equity-table.ts'

const rateCaptions: Readonly<Record<EquityKind, string>> = {
  proportion: m.eligiblePeopleAtRightWilsonIntervals,
  rate: m.peopleAtRightExactPoissonIntervals,
  mean: m.membersAtRightIntervalsFromThe
}

const equityRates: FigureBuild<EquityPanel> = (value, format, { goal } = {}) => ({
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

const gaps: FigureBuild<EquityPanel> = (value, format) => ({
  title: m.gaps,
  subtitle: value === undefined ? '' : equityFinding(value, format),
  caption: gapCaptions[value?.kind ?? 'proportion'],
  model: undefined,
  table: value && equityTable(value, format),
  provenance: value?.provenance,
  empty: value === undefined || isCompared(value) ? undefined : (noGroups(value) ?? m.thereIsNoSecondGroupTo)
})

const allGaps: FigureBuild<MeasureEquityPanel> = (value, format) => ({
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

const gapTrend: FigureBuild<EquityPanel> = (value, format, { events } = {}) => {
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
