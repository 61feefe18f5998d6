import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { Series, SeriesPoint } from '#engine/population/panels/results/shapes.ts'
import type { Format } from '../../ui/format/format.ts'
import { axisStart } from '../parts/axis-text.ts'
import { completePeriods, describeTrend, sentences } from '../parts/describe.ts'
import { drawnInterval, drawnValue, figureCell, figureLines, rateCells, rateColumns } from '../parts/figure-lines.ts'
import { eventLines, eventText, type ChartEvent } from '../parts/event-lines.ts'
import { goalCell, goalColumn, goalLegend, type Goal } from '../parts/goal.ts'
import { alongEdges, dot, lineFrame, linePlot, ring } from '../parts/line-parts.ts'
import { filtersOf } from '../parts/marks.ts'
import { bandBetween, crisp, lineThrough, vertical } from '../model/plot.ts'
import { niceScale } from '../model/scale.ts'
import type { Point, SceneShape } from '../model/scene.ts'
import { periodLabels } from '../parts/time-axis.ts'
import { textWidth } from '../model/row-layout.ts'
import type { TableCell } from '../../ui/copy/delimited.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'

const labelHeight = 13

interface TrendOptions {
  /** What the line shows, e.g. "Prevalence". */
  readonly subject: string
  /** Dashed second line over the same periods. */
  readonly comparison?: Series | undefined
  /** What periods that are not complete will come to, as a dotted line from the last complete one on. */
  readonly expected?: Series | undefined
  /** What is aimed at, as a dotted line. */
  readonly goal?: Goal | undefined
  /** Other values to compare with, as thin dashed lines: control limits, a benchmark. */
  readonly lines?: readonly Goal[] | undefined
  /** What happened on a day, as upright lines with numbers. */
  readonly events?: readonly ChartEvent[] | undefined
}

/** A line with its 95% band, and a dashed line for comparison: how much over time? */
export function trendChart(series: Series, options: TrendOptions, format: Format): ChartModel {
  const { subject, comparison, expected, goal, lines = [], events = [] } = options
  const points = series.points
  const values = points.map(({ figure }) => drawnValue(figure, format))
  // Of a period that is not complete only what is reported so far is drawn.
  const ends = points.map(({ figure, incomplete: open }) => (open === true ? undefined : drawnInterval(figure, format)))
  const compared = new Map((comparison?.points ?? []).map((point) => [point.at, point.figure]))
  const others = points.map(({ at }) => compared.get(at))
  const otherValues = others.map((figure) => (figure === undefined ? undefined : drawnValue(figure, format)))
  const projected = new Map((expected?.points ?? []).map((point) => [point.at, point.figure]))
  const projections = points.map(({ at }) => {
    const figure = projected.get(at)
    return figure === undefined ? undefined : drawnValue(figure, format)
  })
  const incomplete = points.flatMap((point, i) => (point.incomplete === true ? [i] : []))
  const lastComplete = values.findLastIndex((value, i) => value !== undefined && points[i]?.incomplete !== true)
  const unit = points[0]?.figure.unit ?? 'number'
  const scale = niceScale(
    [
      ...values,
      ...otherValues,
      ...projections,
      goal?.value,
      ...lines.map(({ value }) => value),
      ...ends.flatMap((pair) => pair ?? [])
    ].filter((value) => value !== undefined)
  )
  const intervalText = (figure: Figure | undefined): string => {
    if (figure?.interval === undefined) return ''
    const { low, high } = figure.interval
    return m.n95IntervalTo(format.value(low, figure.unit), format.value(high, figure.unit))
  }
  const marks = points.map((point, i): ChartMark => {
    const other = others[i]
    return {
      key: String(point.at),
      title: periodTitle(point),
      lines: [
        ...figureLines(point.figure, format),
        ...(other === undefined || comparison === undefined
          ? []
          : [`${comparison.label}: ${format.figure(other).text}`]),
        ...(projections[i] === undefined || point.incomplete !== true || expected === undefined
          ? []
          : [`${expected.label}: ${format.value(projections[i], unit)}${intervalText(projected.get(point.at))}`])
      ],
      figure: point.figure,
      filters: filtersOf(point.figure)
    }
  })
  const endTexts = [
    textAt(points, lastComplete, format),
    others[lastComplete] === undefined ? '' : format.figure(others[lastComplete]).text
  ] as const
  return {
    marks,
    pointing: 'column',
    stride: 1,
    legend: [
      { label: series.label, shape: 'line', tone: 'main' },
      ...(comparison === undefined
        ? []
        : [{ label: comparison.label, shape: 'dashed' as const, tone: 'ref' as const }]),
      ...(projected.size === 0 || expected === undefined
        ? []
        : [{ label: expected.label, shape: 'dotted' as const, tone: 'main' as const }]),
      ...(ends.some((pair) => pair !== undefined)
        ? [{ label: common.n95Interval, shape: 'box' as const, tone: 'band95' as const }]
        : []),
      ...goalLegend(goal, unit, format),
      ...lines.map(({ label, value }) => ({
        label: `${label} ${format.value(value, unit)}`,
        shape: 'dashed' as const,
        tone: 'ref' as const
      }))
    ],
    table: {
      columns: [
        { label: common.period, numeric: false },
        ...rateColumns,
        ...goalColumn(goal),
        ...lines.flatMap(goalColumn),
        ...(comparison === undefined ? [] : [{ label: comparison.label, numeric: true }]),
        ...(projected.size === 0 || expected === undefined ? [] : [{ label: expected.label, numeric: true }])
      ],
      rows: points.map((point, i) => {
        const other = others[i]
        return [
          { text: periodTitle(point) },
          ...rateCells(point.figure, format),
          ...goalCell(goal, unit, format),
          ...lines.flatMap((line) => goalCell(line, unit, format)),
          ...(comparison === undefined ? [] : [other === undefined ? { text: '–' } : figureCell(other, format)]),
          ...(projected.size === 0 ? [] : [projectionCell(i)])
        ]
      })
    },
    sentence: describeTrend(
      subject,
      completePeriods(points).map(({ label, figure }) => ({
        label,
        text: format.figure(figure).text,
        value: drawnValue(figure, format)
      }))
    ),
    note: sentences(
      axisStart(unit, scale, format),
      incomplete.length > 0 ? m.openCircleNotCompleteYet : '',
      eventText(
        events,
        points.map(({ at }) => at),
        (day) => format.day(day)
      )
    ),
    minHeight: 96,
    scene(tokens, size) {
      const right = (incomplete.length > 0 ? 14 : 10) + Math.max(0, ...endTexts.map(textWidth))
      const box = linePlot(size, scale, unit, right, format)
      const position = alongEdges(box, points.length)
      const y = vertical(scale, box)
      const labels = periodLabels(
        points.map((point) => point.at),
        box.width / 52
      )
      const pointsOf = (list: readonly (number | undefined)[]): (Point | undefined)[] =>
        list.map((value, i) => (value === undefined ? undefined : [position(i), y(value)]))
      const done = (value: number | undefined, i: number): number | undefined => (i > lastComplete ? undefined : value)
      const shaded = Math.max(0, (incomplete[0] ?? 0) - 1)
      const shapes: SceneShape[] = [
        ...(incomplete.length === 0
          ? []
          : [
              {
                kind: 'rect' as const,
                x: position(shaded),
                y: box.y,
                width: position(points.length - 1) - position(shaded),
                height: box.height,
                fill: tokens.hover
              }
            ]),
        ...lineFrame(box, scale, unit, labels, position, tokens, format),
        ...bandBetween(
          ends.map(
            (pair, i) =>
              pair && [
                [position(i), y(pair[0])],
                [position(i), y(pair[1])]
              ]
          ),
          tokens.band95
        ),
        ...lineThrough(pointsOf(otherValues.map(done)), { stroke: tokens.ref, lineWidth: 1.25, dash: [5, 3] }),
        ...lineThrough(pointsOf(projections), { stroke: tokens.main, lineWidth: 1.5, dash: [2, 3] }),
        ...lineThrough(pointsOf(values.map(done)), { stroke: tokens.main, lineWidth: 1.75 }),
        ...incomplete.flatMap((i) => (values[i] === undefined ? [] : [ring(position(i), y(values[i]), tokens)]))
      ]
      const across = (value: number): readonly Point[] => [
        [box.x, crisp(y(value))],
        [box.x + box.width, crisp(y(value))]
      ]
      for (const { value } of lines) {
        shapes.push({ kind: 'path', points: across(value), stroke: tokens.ref, dash: [5, 3] })
      }
      if (goal !== undefined) {
        shapes.push({ kind: 'path', points: across(goal.value), stroke: tokens.target, dash: [2, 2] })
      }
      shapes.push(
        ...eventLines(
          events,
          points.map((point) => point.at),
          position,
          box,
          tokens
        )
      )
      const [value, other] = [values[lastComplete], otherValues[lastComplete]]
      if (value !== undefined) shapes.push(dot(position(lastComplete), y(value), 3.5, tokens))
      // Two values that are close together would cover each other.
      const apart = value === undefined || other === undefined ? Infinity : y(other) - y(value)
      const shift = Math.abs(apart) < labelHeight ? ((labelHeight - Math.abs(apart)) / 2) * (apart < 0 ? -1 : 1) : 0
      // At the edge, or next to the last complete value where that is far from it.
      const edge = box.x + box.width + (incomplete.length > 0 ? 10 : 7)
      const next = lastComplete < 0 ? edge : position(lastComplete) + 8
      const isNear = edge - next < 48
      const end = isNear ? edge : next
      const behind = isNear ? {} : { behind: tokens.hover }
      if (value !== undefined)
        shapes.push({
          kind: 'text',
          x: end,
          y: y(value) - shift,
          text: endTexts[0],
          fill: tokens.text,
          weight: 500,
          ...behind
        })
      if (other !== undefined)
        shapes.push({ kind: 'text', x: end, y: y(other) + shift, text: endTexts[1], fill: tokens.axis, ...behind })
      return { shapes, places: values.map((value, i) => ({ x: position(i), y: y(value ?? scale.min) })) }
    }
  }

  function projectionCell(index: number): TableCell {
    const value = projections[index]
    return value === undefined || points[index]?.incomplete !== true
      ? { text: '–', value: '' }
      : { text: format.value(value, unit), value }
  }
}

/** The name of a period, with a word where it is not complete. */
export function periodTitle(point: Pick<SeriesPoint, 'label' | 'incomplete'>): string {
  return point.incomplete === true ? m.labelIncomplete(point.label) : point.label
}

function textAt(points: readonly SeriesPoint[], index: number, format: Format): string {
  const point = points[index]
  return point === undefined ? '' : format.figure(point.figure).text
}
