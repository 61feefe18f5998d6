import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { SeriesPoint } from '../../population/panels/results/shapes.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { addMonths, civilFromDay } from '../../base/fhir/calendar.ts'
import { controlLimits, latestSignal } from '../../base/stats/control-chart.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { Day } from '../../base/figures/filter.ts'
import { dayOfIso } from '../rates/iso-day.ts'
import type { MeasureRun } from '../run/measure-run.ts'
import { periodLabel } from '../rates/period-label.ts'
import { isPlainPeriod } from '../definition/period-key.ts'
import { comparisonPeriods, periodProgress } from '../rates/period-progress.ts'
import type { Rate } from '../rates/rate.ts'
import { viewOfRun } from '../rates/run-view.ts'
import { runOver } from '../rates/run-over.ts'
import { otherRunFigure, scoreFigure } from '../rates/rate-figures.ts'
import { tallySoFar } from '../projection/so-far.ts'
import type { RateSeries, ScorecardRow } from '../results/scorecard-result.ts'

/** Length of a period in days, to tell years from months. */
function lengthOf({ start, end }: MeasureRun['key']['period']): number {
  return dayOfIso(end) - dayOfIso(start) + 1
}

/** Runs over periods as long as the one in view, up to it, oldest first, each period once (the latest run). */
function comparableRuns(rate: Rate): readonly MeasureRun[] {
  const length = lengthOf(rate.run.key.period)
  const byEnd = new Map<string, MeasureRun>()
  for (const run of [...rate.measure.others, rate.run]) {
    const { period, content } = run.key
    if (content !== rate.run.key.content || run.groups[rate.at] === undefined) continue
    if (!isPlainPeriod(period) && run !== rate.run) continue
    if (Math.abs(lengthOf(period) - length) > 3 || period.end > rate.run.key.period.end) continue
    const known = byEnd.get(period.end)
    if (run === rate.run || known === undefined || (known !== rate.run && run.ranAt > known.ranAt)) {
      byEnd.set(period.end, run)
    }
  }
  return [...byEnd.values()].sort((a, b) => (a.key.period.end < b.key.period.end ? -1 : 1))
}

/** A rate over the periods that were run, and against the same time a year earlier. */
export interface RateTrend {
  readonly points: readonly SeriesPoint[]
  /** No two periods share a day. */
  readonly isSeparate: boolean
  readonly comparison: ScorecardRow['comparison']
}

/** The rate against the same time a year earlier, where both sides were run. */
function comparisonOf(view: PeopleView, rate: Rate, provenance: Provenance): ScorecardRow['comparison'] {
  const pair = comparisonPeriods(rate.run.key.period, view.span.last)
  const [now, before] = [runOver(rate, pair.now), runOver(rate, pair.before)]
  if (now === undefined || before === undefined) return undefined
  const figureOf = (run: MeasureRun): Figure =>
    otherRunFigure(viewOfRun(view, run), rate, run, run.groups[rate.at]!, provenance)
  const [after, earlier] = [figureOf(now), figureOf(before)]
  if (after.value === undefined || earlier.value === undefined) return undefined
  return {
    period: pair.before,
    before: earlier,
    points: (after.value - earlier.value) * 100
  }
}

/** A period stands at the month that it ends with: twelve months to October are a point of October. */
function firstOfLastMonth(end: string): Day {
  return dayOfIso(`${end.slice(0, 7)}-01`)
}

/** Values of periods that share days depend on each other, so that limits from their differences would be too narrow. */
function areSeparate(runs: readonly MeasureRun[]): boolean {
  return runs.every(({ key }, index) => index === 0 || key.period.start > runs[index - 1]!.key.period.end)
}

/** The rate of one run as a point, open where its period is not over. */
function pointOf(view: PeopleView, rate: Rate, run: MeasureRun, provenance: Provenance): SeriesPoint {
  const { population, filters, asOf } = view
  const end = dayOfIso(run.key.period.end)
  const whom = viewOfRun(view, run)
  const figure =
    run === rate.run
      ? scoreFigure(whom, rate, tallySoFar(view, rate, population.select(whom.asOf, filters)), provenance)
      : otherRunFigure(whom, rate, run, run.groups[rate.at]!, provenance)
  return {
    at: firstOfLastMonth(run.key.period.end),
    label: periodLabel(run.key.period),
    figure,
    ...(periodProgress(run.key.period, view.span.last) === undefined && end <= asOf ? {} : { incomplete: true })
  }
}

/** A rate over the periods that are as long as the one in view. */
export function rateTrend(view: PeopleView, rate: Rate, provenance: Provenance): RateTrend {
  const runs = comparableRuns(rate)
  return {
    points: runs.map((run) => pointOf(view, rate, run, provenance)),
    isSeparate: areSeparate(runs),
    comparison: comparisonOf(view, rate, provenance)
  }
}

const isYear = ({ start, end }: MeasurementPeriod): boolean =>
  start.endsWith('-01-01') && end === `${start.slice(0, 4)}-12-31`

function isQuarter({ start, end }: MeasurementPeriod): boolean {
  const first = dayOfIso(start)
  const { month, day } = civilFromDay(first)
  return day === 1 && month % 3 === 1 && dayOfIso(end) === addMonths(first, 3) - 1
}

function isMonth({ start, end }: MeasurementPeriod): boolean {
  const first = dayOfIso(start)
  return civilFromDay(first).day === 1 && dayOfIso(end) === addMonths(first, 1) - 1
}

/** Twelve months that end with a month, also those that are a calendar year. */
function isTwelveMonths({ start, end }: MeasurementPeriod): boolean {
  const first = dayOfIso(start)
  return civilFromDay(first).day === 1 && dayOfIso(end) === addMonths(first, 12) - 1
}

const shapes: readonly (readonly [RateSeries['kind'], (period: MeasurementPeriod) => boolean])[] = [
  ['year', isYear],
  ['quarter', isQuarter],
  ['month', isMonth],
  ['rolling', isTwelveMonths]
]

/** Fewest periods on a chart of individual values. */
const minPoints = 12

/**
 * A rate by calendar years, quarters and months, and over twelve months that end with each month, as far as they were run. Years,
 * quarters and months share no days, and have control limits from twelve periods on that are over; twelve months that
 * begin a month apart share eleven of them, so that limits from their differences would find signals in chance alone.
 */
export function rateSeries(view: PeopleView, rate: Rate, provenance: Provenance): readonly RateSeries[] {
  return shapes.map(([kind, fits]) => {
    const byEnd = new Map<string, MeasureRun>()
    for (const run of [...rate.measure.others, rate.run]) {
      const { period, content } = run.key
      if (content !== rate.run.key.content || run.groups[rate.at] === undefined || !fits(period)) continue
      if (!isPlainPeriod(period) && run !== rate.run) continue
      // Of periods that overlap one that is not over would be held against whole ones.
      if (kind === 'rolling' && periodProgress(period, view.span.last) !== undefined) continue
      const known = byEnd.get(period.end)
      if (known === undefined || run.ranAt > known.ranAt) byEnd.set(period.end, run)
    }
    const runs = [...byEnd.values()].sort((a, b) => (a.key.period.end < b.key.period.end ? -1 : 1))
    const points = runs.map((run) => pointOf(view, rate, run, provenance))
    const { limits, signal } = controlOf(kind === 'rolling' ? [] : points)
    return { kind, points, limits, signal }
  })
}

/** Limits and the latest signal of points that share no days, and how many of them are over. */
export function controlOf(
  points: readonly SeriesPoint[]
): Pick<RateSeries, 'limits' | 'signal'> & { readonly periods: number } {
  const values = points.flatMap(({ figure, incomplete }) => (incomplete === true ? [] : (figure.value ?? [])))
  const limits = values.length >= minPoints ? controlLimits(values) : undefined
  return { limits, signal: limits && latestSignal(values, limits), periods: values.length }
}
