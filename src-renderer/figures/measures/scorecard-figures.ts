import { commonMessages as common } from '#messages/common.ts'
import { figuresMeasureMessages as m } from '#messages/figures/measure.ts'
import { countsAfter, dayOfPeriod } from '#engine/measures/rates/period-progress.ts'
import { periodLabel } from '#engine/measures/rates/period-label.ts'
import { statusLabels } from '#engine/measures/results/gap-status.ts'
import type { ScorecardPanel, ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import { defined } from '#shared/language/defined.ts'
import { dotIntervalChart } from '../../charts/kinds/dot-interval.ts'
import { statusBarsChart, type GapStatusBar } from '../../charts/kinds/status-bars.ts'
import { sentences } from '../../charts/parts/describe.ts'
import type { Format } from '../../ui/format/format.ts'
import type { FigureBuild } from '../base/figure-view.ts'
import type { FigureText } from '../../ui/format/figure.ts'
import { withSuppressed } from '../../charts/parts/figure-lines.ts'
import { withStatuses } from './measure-figures.ts'
import { withScorecardRow } from './population-format.ts'
import { scorecardTable } from './scorecard-table.ts'

/**
 * Why somebody can both meet a rate and have a gap: while the period runs, a measure of days covered is met by 80% of the
 * days so far, and its gap is closed by 80% of the whole period.
 * @returns an empty text where no rate is such a one
 */
export function daysCoveredText(rows: readonly Pick<ScorecardRow, 'adherence' | 'progress'>[]): string {
  return rows.some(({ adherence, progress }) => adherence !== undefined && progress !== undefined)
    ? m.daysCoveredMetIsSoFar
    : ''
}

const scorecard: FigureBuild<ScorecardPanel> = (value, format) => {
  const rows = value?.rows ?? []
  const running = rows[0]?.progress
  const computed = rows.filter(({ cannotCompute }) => cannotCompute === undefined).length
  return {
    title: common.scorecard,
    subtitle: running === undefined ? m.ratesOfThePeriodInView : m.soFarRunning(dayOfPeriod(running)),
    caption: sentences(
      m.modeledOnPublicDefinitionsNotHEDIS(
        computed === rows.length ? '' : m.ofRatesCanBeComputed(format.count(computed), format.count(rows.length))
      ),
      daysCoveredText(rows)
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

/** The segments of a bar from the left; those that apply are what the share of the closed is of. */
const segments = [
  { status: 'closed', id: 'closed', applies: true },
  { status: 'due-soon', id: 'due', applies: true },
  { status: 'open', id: 'open', applies: true },
  { status: 'set-aside', id: 'aside', applies: true },
  { status: 'excluded', id: 'excluded', applies: false },
  { status: 'no-data', id: 'nodata', applies: true }
] as const

/** A bar of a rate with gaps; undefined where nobody is eligible. */
function gapBar({ key, title, statuses, closedShare }: ScorecardRow): GapStatusBar | undefined {
  const figures = new Map(statuses.map(({ status, figure }) => [status, figure]))
  const rest = figures.get('not-applicable')
  if (closedShare?.value === undefined || rest === undefined) return undefined
  return {
    key,
    label: title,
    figures: segments.map(({ status }) => defined(figures.get(status))),
    rest,
    share: closedShare
  }
}

/**
 * The rate of a row and how many gaps are to be closed as they may stand next to the bar of its gaps: whoever meets the rate is closed, so
 * that both would tell a part of the bar that is withheld.
 */
export function nextToGapBar(
  row: ScorecardRow,
  given: Format
): { readonly rate: FigureText; readonly toClose: FigureText } {
  const bar = withStatuses(given, row.statuses)
  const applying = new Set<string>(segments.flatMap(({ status, applies }) => (applies ? [status] : [])))
  const isTold = row.statuses.some(({ status, figure }) => applying.has(status) && bar.figure(figure).hidden)
  const told = isTold ? [row.rate, row.toClose] : []
  const format = withSuppressed(withScorecardRow(given, row), new Set(told))
  return { rate: format.figure(row.rate), toClose: format.figure(row.toClose) }
}

/** Of which day the statuses are: records after the as-of date count where a period was not run as of it. */
function statusText({ period, progress, toClose }: ScorecardRow, format: Format): string {
  const { asOf } = toClose.provenance
  const later = countsAfter(period, asOf, progress?.through)
  return later === undefined
    ? m.periodStatusOn(periodLabel(period), format.day(asOf))
    : m.periodRecordsTo(periodLabel(period), format.day(later), format.day(asOf))
}

/** What has become of the gaps of each measure, the most open ones first; of two measures of the same thing, the one that counts. */
const gaps: FigureBuild<ScorecardPanel> = (value, format) => {
  const rows = (value?.rows ?? []).filter(({ duplicate }) => duplicate?.counts !== false)
  const bars = rows
    .toSorted((a, b) => openOf(b) - openOf(a) || (b.toClose.value ?? 0) - (a.toClose.value ?? 0))
    .flatMap((row) => gapBar(row) ?? [])
  const left = rows.filter(
    ({ cannotCompute, closedShare }) => cannotCompute !== undefined || closedShare?.denominator === 0
  ).length
  const [first] = rows
  return {
    title: m.careGapsByMeasure,
    subtitle: first === undefined ? m.statusOfThePeopleInView : statusText(first, format),
    caption: sentences(
      m.atTheEndClosed,
      m.modeledOnPublicDefinitionsNotHEDIS(''),
      left === 0 ? '' : m.measuresAreLeftOut(left, format.count(left))
    ),
    model:
      value &&
      statusBarsChart(
        bars,
        {
          heads: { label: common.measure, rest: statusLabels['not-applicable'], share: m.shareClosed },
          things: m.measuresInText,
          statuses: segments.map(({ status, id, applies }) => ({ id, label: statusLabels[status], applies }))
        },
        format
      ),
    provenance: value?.keyFigures.find(({ id }) => id === 'closed')?.figure.provenance,
    empty:
      value === undefined || bars.length > 0
        ? undefined
        : rows.length === 0
          ? m.noMeasureGaveARateFor
          : m.noMeasureWithGapsHasAnybody
  }
}

function openOf({ statuses }: ScorecardRow): number {
  return statuses.find(({ status }) => status === 'open')?.figure.value ?? 0
}

/** The figures of the scorecard, by the names that boards use. */
export const scorecardFigures = { scorecard, rates, gaps } as const
