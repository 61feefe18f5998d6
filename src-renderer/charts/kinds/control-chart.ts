import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import { isSmallCell } from '#engine/base/privacy/small-cells.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import type { ChartedMonths } from '#engine/population/panels/results/shapes.ts'
import { defined } from '#shared/language/defined.ts'
import type { Format } from '../../ui/format/format.ts'
import type { TableCell } from '../../ui/copy/delimited.ts'
import { apart } from '../parts/apart.ts'
import { axisStart } from '../parts/axis-text.ts'
import { sentences } from '../parts/describe.ts'
import { eventLines, eventText, type ChartEvent } from '../parts/event-lines.ts'
import { drawnValue, figureLines, rateCells, rateColumns } from '../parts/figure-lines.ts'
import { goalCell, goalColumn, goalLegend, type Goal } from '../parts/goal.ts'
import { alongEdges, dot, lineFrame, linePlot } from '../parts/line-parts.ts'
import { filtersOf } from '../parts/marks.ts'
import { periodLabels } from '../parts/time-axis.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'
import { crisp, lineThrough, vertical } from '../model/plot.ts'
import { textWidth } from '../model/row-layout.ts'
import { niceScale } from '../model/scale.ts'
import type { Point, SceneShape } from '../model/scene.ts'

/** Months against the limits of each, and what they say. */
export interface ControlChart {
  readonly months: ChartedMonths
  /** One per month. */
  readonly figures: readonly Figure[]
  /** What the last months say, in a few words, and whether that is good. */
  readonly words: { readonly text: string; readonly since: string; readonly kind: 'improve' | 'concern' | 'common' }
  /** What is charted. */
  readonly subject: string
  readonly goal?: Goal | undefined
  readonly lines?: readonly Goal[] | undefined
  readonly events?: readonly ChartEvent[] | undefined
}

/** A control chart: is what happens from month to month more than chance? Limits follow the number of people of each month. */
export function controlChart(chart: ControlChart, format: Format): ChartModel {
  const { months, figures, words, subject, goal, lines = [], events = [] } = chart
  const { points, signal } = months
  const unit = figures[0]?.unit ?? 'number'
  const values = figures.map((figure) => drawnValue(figure, format))
  // With the other months known, the mean and the limits around it tell those that are withheld together.
  const mean = tellsWithheld(figures, format) ? undefined : months.mean
  // Limits tell how many people were counted, so they are kept back with the value.
  const limits = points.map(({ lower, upper }, i) =>
    values[i] === undefined || mean === undefined ? undefined : { lower, upper }
  )
  const last = values.length - 1
  const scale = niceScale(
    [
      mean,
      goal?.value,
      ...lines.map(({ value }) => value),
      ...values,
      ...limits.flatMap((each) => (each === undefined ? [] : [each.lower, each.upper]))
    ].filter((value) => value !== undefined)
  )
  const text = (value: number): string => format.value(value, unit)
  const isSignal = (i: number): boolean => signal !== undefined && i >= signal.since
  const limitCell = (value: number | undefined): TableCell =>
    value === undefined ? { text: '–', value: '' } : { text: text(value), value }
  const marks = points.map(({ at, label }, i): ChartMark => {
    const figure = defined(figures[i])
    const each = limits[i]
    return {
      key: String(at),
      title: label,
      lines: [
        ...figureLines(figure, format),
        ...(each === undefined ? [] : [m.limitsTo(text(each.lower), text(each.upper))]),
        ...(isSignal(i) ? [words.text] : [])
      ],
      figure,
      filters: filtersOf(figure)
    }
  })
  const ends: readonly { readonly value: number; readonly text: string; readonly strong: boolean }[] = [
    ...(limits[last] === undefined
      ? []
      : [limits[last].lower, limits[last].upper].map((value) => ({ value, text: text(value), strong: false }))),
    ...(mean === undefined ? [] : [{ value: mean, text: m.meanValue(text(mean)), strong: true }])
  ].toSorted((left, right) => left.value - right.value)
  return {
    marks,
    pointing: 'column',
    stride: 1,
    legend: [
      { label: subject, shape: 'line', tone: 'ref' },
      { label: m.meanOfTheBaseline, shape: 'dashed', tone: 'ref' },
      { label: m.limits, shape: 'dashed-outline', tone: 'ref' },
      ...(signal === undefined || words.kind === 'common'
        ? []
        : [{ label: words.text, shape: 'dot' as const, tone: words.kind }]),
      ...goalLegend(goal, unit, format),
      ...lines.map(({ label, value }) => ({
        label: `${label} ${text(value)}`,
        shape: 'dotted' as const,
        tone: 'ref' as const
      }))
    ],
    table: {
      columns: [
        { label: m.month, numeric: false },
        ...rateColumns,
        { label: m.baseline, numeric: true },
        { label: m.lowerLimit, numeric: true },
        { label: m.upperLimit, numeric: true },
        { label: m.signal, numeric: false },
        ...goalColumn(goal),
        ...lines.flatMap(goalColumn)
      ],
      rows: points.map(({ label }, i) => [
        { text: label },
        ...rateCells(defined(figures[i]), format),
        limitCell(mean),
        limitCell(limits[i]?.lower),
        limitCell(limits[i]?.upper),
        { text: isSignal(i) ? words.text : '–' },
        ...goalCell(goal, unit, format),
        ...lines.flatMap((line) => goalCell(line, unit, format))
      ])
    },
    sentence: describe(),
    note: sentences(
      axisStart(unit, scale, format),
      eventText(
        events,
        points.map(({ at }) => at),
        (day) => format.day(day)
      )
    ),
    minHeight: 120,
    scene(tokens, size) {
      const box = linePlot(size, scale, unit, 12 + Math.max(0, ...ends.map((each) => textWidth(each.text))), format)
      const x = alongEdges(box, points.length)
      const y = vertical(scale, box)
      const half = points.length < 2 ? 0 : (x(1) - x(0)) / 2
      const labels = periodLabels(
        points.map(({ at }) => at),
        box.width / 52
      )
      const [left, right] = [box.x, box.x + box.width]
      /** Limits change in steps around each month. */
      const stepped = (value: number, i: number): readonly [Point, Point] => [
        [Math.max(left, x(i) - half), y(value)],
        [Math.min(right, x(i) + half), y(value)]
      ]
      const across = (value: number): readonly Point[] => [
        [left, crisp(y(value))],
        [right, crisp(y(value))]
      ]
      const shapes: SceneShape[] = [...runsOf(limits)].flatMap((run): SceneShape[] => {
        const upper = run.flatMap((i) => stepped(defined(limits[i]).upper, i))
        const lower = run.flatMap((i) => stepped(defined(limits[i]).lower, i))
        return [
          { kind: 'path', points: [...upper, ...lower.toReversed()], fill: tokens.hover },
          { kind: 'path', points: upper, stroke: tokens.ref, dash: [3, 2] },
          { kind: 'path', points: lower, stroke: tokens.ref, dash: [3, 2] }
        ]
      })
      shapes.push(...lineFrame(box, scale, unit, labels, x, tokens, format))
      if (mean !== undefined) shapes.push({ kind: 'path', points: across(mean), stroke: tokens.ref, dash: [6, 3] })
      for (const { value } of lines)
        shapes.push({ kind: 'path', points: across(value), stroke: tokens.ref, dash: [2, 3] })
      if (goal !== undefined)
        shapes.push({ kind: 'path', points: across(goal.value), stroke: tokens.target, dash: [2, 2] })
      shapes.push(
        ...eventLines(
          events,
          points.map(({ at }) => at),
          x,
          box,
          tokens
        ),
        ...lineThrough(
          values.map((value, i) => (value === undefined ? undefined : [x(i), y(value)])),
          { stroke: tokens.axis, lineWidth: 1.5 }
        ),
        ...values.flatMap((value, i): SceneShape[] => {
          if (value === undefined) return []
          const fill = !isSignal(i) || words.kind === 'common' ? tokens.axis : tokens[words.kind]
          return [dot(x(i), y(value), i === last ? 4 : 3, tokens, fill)]
        }),
        ...apart(ends.map((each) => ({ ...each, y: y(each.value) }))).map((each): SceneShape => ({
          kind: 'text',
          x: right + 8,
          y: each.y,
          text: each.text,
          fill: each.strong ? tokens.text : tokens.axis,
          ...(each.strong ? { weight: 500 as const } : {})
        }))
      )
      return { shapes, places: values.map((value, i) => ({ x: x(i), y: y(value ?? mean ?? scale.min) })) }
    }
  }

  function describe(): string {
    const value = values[last]
    const label = points[last]?.label
    if (value === undefined || label === undefined) return m.noCompleteMonth(subject)
    const since = words.since === '' ? '' : m.sinceMonth(words.since)
    return m.inMonthAgainstMean(
      subject,
      text(value),
      label,
      mean === undefined ? common.suppressed : text(mean),
      words.text,
      since
    )
  }
}

/** Whether the months that are withheld are one, or few together in what is counted, who is left or all of them. */
function tellsWithheld(figures: readonly Figure[], format: Format): boolean {
  const hidden = figures.filter((figure) => format.figure(figure).hidden)
  if (hidden.length === 0) return false
  const sum = (of: (figure: Figure) => number | undefined): number =>
    hidden.reduce((total, figure) => total + (of(figure) ?? 0), 0)
  const [numerator, denominator] = [sum((figure) => figure.numerator), sum((figure) => figure.denominator)]
  const isFew =
    figures[0]?.unit === 'proportion'
      ? isSmallCell({ numerator, denominator }, format.smallCellLimit)
      : isSmallCount(numerator, format.smallCellLimit)
  return hidden.length === 1 || isFew
}

/** Months in a row that have limits. */
function runsOf(limits: readonly unknown[]): readonly (readonly number[])[] {
  const runs: number[][] = [[]]
  limits.forEach((each, i) => {
    if (each === undefined) runs.push([])
    else defined(runs.at(-1)).push(i)
  })
  return runs.filter((run) => run.length > 0)
}
