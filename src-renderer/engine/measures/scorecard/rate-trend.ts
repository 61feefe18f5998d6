import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { SeriesPoint } from '../../population/panels/results/shapes.ts'
import type { View } from '../../population/panels/base/view.ts'
import type { Day } from '../../base/figures/filter.ts'
import { dayOfIso } from '../rates/iso-day.ts'
import type { MeasureRun } from '../run/measure-run.ts'
import { periodLabel } from '../rates/period-label.ts'
import { comparisonPeriods, periodProgress } from '../rates/period-progress.ts'
import type { Rate } from '../rates/rate.ts'
import { otherRunFigure } from '../rates/rate-figures.ts'
import type { ScorecardRow } from '../results/scorecard-result.ts'

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

/** The latest run of a rate's content over a period. */
function runOver(rate: Rate, { start, end }: MeasureRun['key']['period']): MeasureRun | undefined {
  const same = [...rate.measure.others, rate.run].filter(
    ({ key, groups }) =>
      key.content === rate.run.key.content &&
      key.period.start === start &&
      key.period.end === end &&
      groups[rate.at] !== undefined
  )
  return same.reduce<MeasureRun | undefined>(
    (best, run) => (best === undefined || run.ranAt > best.ranAt ? run : best),
    undefined
  )
}

/** The rate against the same time a year earlier, where both sides were run. */
function comparisonOf(view: View, rate: Rate, provenance: Provenance): ScorecardRow['comparison'] {
  const { population, filters, asOf } = view
  const pair = comparisonPeriods(rate.run.key.period, view.span.last)
  const [now, before] = [runOver(rate, pair.now), runOver(rate, pair.before)]
  if (now === undefined || before === undefined) return undefined
  const figureOf = (run: MeasureRun): Figure =>
    otherRunFigure({ population, asOf, filters }, rate, run, run.groups[rate.at]!, provenance)
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

/** A rate over the periods that are as long as the one in view. */
export function rateTrend(view: View, rate: Rate, provenance: Provenance): RateTrend {
  const { population, filters, asOf } = view
  const runs = comparableRuns(rate)
  const points = runs.map((run): SeriesPoint => {
    const end = dayOfIso(run.key.period.end)
    const at = Math.min(end, asOf)
    const figure = otherRunFigure({ population, asOf: at, filters }, rate, run, run.groups[rate.at]!, provenance)
    return {
      at: firstOfLastMonth(run.key.period.end),
      label: periodLabel(run.key.period),
      figure,
      ...(periodProgress(run.key.period, view.span.last) === undefined && end <= asOf ? {} : { incomplete: true })
    }
  })
  return { points, isSeparate: areSeparate(runs), comparison: comparisonOf(view, rate, provenance) }
}
