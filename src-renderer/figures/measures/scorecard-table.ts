import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import { starsWorth } from '#engine/measures/stars/stars-worth.ts'
import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import { figureCell } from '../../charts/parts/figure-lines.ts'
import type { Format } from '../../ui/format/format.ts'
import { tooLateShown, withScorecardRow } from './population-format.ts'
import { measureSignal } from './measure-signal.ts'
import type { TableCell, TableData } from '../../ui/copy/delimited.ts'

/** Points against the year before, with a true sign: "+1.7", "−2.8". */
export function pointsText(points: number): string {
  const size = Math.abs(points)
  const text = size.toFixed(1)
  return Number(text) === 0 ? '0.0' : `${points < 0 ? '\u2212' : '+'}${text}`
}

/** Whether a change in points is for the better. */
export function isBetter(points: number, { improvement }: Pick<ScorecardRow, 'improvement'>): boolean {
  return points > 0 === (improvement.direction === 'increase')
}

/** The rates of the periods up to this one, oldest first: `2024 61.0%, 2025 63.2%`. */
function trendText({ trend }: ScorecardRow, format: Format): string {
  return trend.points
    .map(({ label, figure, incomplete }) => m.labelValueSoFar(label, format.figure(figure).text, incomplete === true))
    .join(', ')
}

/**
 * Points against the year before that may be shown: one of the two rates and the change tell the other. Undefined where there are none, or
 * one of the rates is withheld.
 */
export function changeShown(
  { rate, comparison, versusLastYear }: ScorecardRow,
  format: Pick<Format, 'figure'>
): number | undefined {
  const isHidden = [rate, comparison?.before].some((each) => each !== undefined && format.figure(each).hidden)
  return isHidden ? undefined : versusLastYear
}

const none: TableCell = { text: '' }

/** With all its digits a change would tell the counts of the other year. */
function pointsCell(points: number | undefined, { smallCellLimit }: Format): TableCell {
  if (points === undefined) return none
  return { text: pointsText(points), value: smallCellLimit > 0 ? Math.round(points * 10) / 10 : points }
}

/** The whole scorecard as a table with every figure, for exports and readers who want no marks. */
export function scorecardTable(rows: readonly ScorecardRow[], format: Format): TableData {
  const share = (value: number | undefined): TableCell =>
    value === undefined ? { text: '' } : { text: format.percent(value), value }
  const count = (value: number | undefined): TableCell =>
    value === undefined ? { text: '' } : { text: format.count(value), value }
  const column = (label: string, numeric = true): TableData['columns'][number] => ({ label, numeric })
  return {
    columns: [
      column(common.measure, false),
      column(m.starMeasure, false),
      column(m.rate),
      column(common.n95Interval, false),
      column(m.projectedYearEnd),
      column(m.n95IntervalOfTheProjection, false),
      column(m.met),
      column(m.eligible),
      column(m.denominator),
      column(m.exclusions),
      column(m.exceptions),
      column(common.initialPopulation),
      column(common.toClose),
      column(m.tooLateToClose),
      column(m.withEvidence),
      column(common.target),
      column(m.peopleToTarget),
      column(m.benchmark),
      column(m.stars),
      column(m.starsAre, false),
      column(m.peopleToNextStar),
      column(m.pointsAgainstLastYear),
      column(m.trend, false),
      column(m.signal, false),
      column(m.topOpportunity)
    ],
    rows: rows.map((row) => {
      const shown = withScorecardRow(format, row)
      const figure = (of: ScorecardRow['rate']): TableCell => figureCell(of, shown)
      // What was computed from a rate tells it.
      const isTold = !shown.figure(row.rate).hidden
      return [
        { text: row.title },
        { text: row.star?.code ?? '' },
        figure(row.rate),
        { text: shown.figure(row.rate).interval ?? '' },
        row.projected === undefined ? { text: '' } : figure(row.projected),
        {
          text: row.projected === undefined ? (row.notProjected ?? '') : (shown.figure(row.projected).interval ?? '')
        },
        figure(row.numerator),
        figure(row.eligible),
        figure(row.denominator),
        figure(row.exclusions),
        figure(row.exceptions),
        figure(row.initialPopulation),
        figure(row.toClose),
        count(tooLateShown(row, shown)),
        row.adjusted === undefined ? { text: '' } : figure(row.adjusted),
        share(row.target?.value),
        isTold ? count(row.target?.people) : none,
        share(row.benchmark?.value),
        isTold ? count(row.star?.stars) : none,
        { text: row.star === undefined || !isTold ? '' : starsWorth(row.star) },
        isTold ? count(row.star?.next?.people) : none,
        pointsCell(changeShown(row, format), format),
        { text: trendText(row, format) },
        { text: measureSignal(row).text },
        isTold ? count(row.opportunity) : none
      ]
    })
  }
}
