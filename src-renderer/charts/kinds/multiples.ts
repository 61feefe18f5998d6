import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Series, SeriesPoint } from '#engine/population/panels/results/shapes.ts'
import type { Format } from '../../ui/format/format.ts'
import { axisText } from '../parts/axis-text.ts'
import { describeTrend, sentences } from '../parts/describe.ts'
import { drawnValue, figureCell, figureLines } from '../parts/figure-lines.ts'
import { alongEdges, dot, ring } from '../parts/line-parts.ts'
import { filtersOf } from '../parts/marks.ts'
import { labelsBelow, lineThrough, valueAxis, vertical } from '../model/plot.ts'
import { textWidth } from '../model/row-layout.ts'
import type { SceneShape } from '../model/scene.ts'
import { niceScale } from '../model/scale.ts'
import { periodLabels } from '../parts/time-axis.ts'
import { periodTitle } from './trend.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'

/** A series whose points may have a limit below which they are unusual. */
export interface LimitedSeries extends Series {
  readonly points: readonly (SeriesPoint & {
    /** In the unit of the figure; undefined where there is none. */
    readonly limit?: number | undefined
    readonly isGap?: boolean
  })[]
}

const gap = 18
const heading = 22
const footer = 20
/** Gaps that the description names. */
const NAMED = 4

/**
 * One small line per series on a shared time axis, each with its own scale from zero: how much over time, from four series on? And where
 * there are limits: is something missing?
 */
export function multiplesChart(series: readonly LimitedSeries[], subject: string, format: Format): ChartModel {
  const marks: ChartMark[] = series.flatMap((each) =>
    each.points.map((point) => ({
      key: `${each.id}|${point.at}`,
      title: `${each.label}, ${periodTitle(point)}`,
      lines: [...figureLines(point.figure, format), ...(point.isGap === true ? [m.gap] : [])],
      figure: point.figure,
      filters: filtersOf(point.figure)
    }))
  )
  const periods = series[0]?.points ?? []
  const busiest = series[0]
  const hasLimits = series.some(({ points }) => points.some(({ limit }) => limit !== undefined))
  const gaps = series.flatMap(({ label, points }) =>
    points.filter(({ isGap }) => isGap === true).map((point) => m.seriesInMonth(label, point.label))
  )
  return {
    marks,
    pointing: 'column',
    stride: Math.max(1, periods.length),
    legend: hasLimits
      ? [
          { label: m.limitOfAGap, shape: 'dashed', tone: 'ref' },
          { label: m.gap, shape: 'dot', tone: 'concern' }
        ]
      : [],
    table: {
      columns: [{ label: common.period, numeric: false }, ...series.map(({ label }) => ({ label, numeric: true }))],
      rows: periods.map((period, i) => [
        { text: periodTitle(period) },
        ...series.map(({ points }) => {
          const point = points[i]
          if (point === undefined) return { text: '–' }
          const cell = figureCell(point.figure, format)
          return point.isGap === true ? { ...cell, text: m.valueWithGap(cell.text) } : cell
        })
      ])
    },
    sentence:
      busiest === undefined
        ? m.noneInThisPeriod(subject)
        : sentences(
            describeTrend(
              `${subject}, ${busiest.label}`,
              busiest.points
                .filter(({ incomplete }) => incomplete !== true)
                .map((point) => ({
                  label: point.label,
                  text: format.figure(point.figure).text,
                  value: drawnValue(point.figure, format)
                }))
            ),
            m.kindsInAll(series.length),
            hasLimits ? m.gapsInAll(gaps.length, gaps.slice(0, NAMED).join('; ')) : ''
          ),
    note: periods.some(({ incomplete }) => incomplete === true) ? m.openCircleNotCompleteYet : '',
    minHeight: 120,
    scene(tokens, { width, height }) {
      const columns = Math.max(
        1,
        Math.min(series.length > 3 ? Math.ceil(series.length / 2) : 1, Math.floor(width / (hasLimits ? 180 : 140)))
      )
      const lines = Math.max(1, Math.ceil(series.length / columns))
      const cellWidth = (width - gap * (columns - 1)) / columns
      const cellHeight = height / lines
      const scales = series.map(({ points }) =>
        niceScale(
          points.map(({ figure }) => drawnValue(figure, format)).filter((value) => value !== undefined),
          'always',
          2,
          true
        )
      )
      const left = 12 + Math.max(14, ...scales.map((each) => textWidth(axisText(each.max, 'number', each, format))))
      const labels = periodLabels(
        periods.map(({ at }) => at),
        (cellWidth - left) / 48
      )
      const plots = series.map((_, s) => ({
        x: (s % columns) * (cellWidth + gap) + left,
        y: Math.floor(s / columns) * cellHeight + heading,
        width: Math.max(1, cellWidth - left - 8),
        height: Math.max(16, cellHeight - heading - footer)
      }))
      const shapes: SceneShape[] = []
      const places = series.flatMap(({ label, points }, s) => {
        const box = plots[s]!
        const scale = box.height < 34 ? { ...scales[s]!, interval: scales[s]!.max } : scales[s]!
        const position = alongEdges(box, points.length)
        const y = vertical(scale, box)
        const values = points.map(({ figure }) => drawnValue(figure, format))
        const last = points.findLastIndex(({ incomplete }) => incomplete !== true)
        const value = values[last]
        shapes.push(
          ...valueAxis(scale, box, (tick) => axisText(tick, 'number', scale, format), tokens),
          ...(s + columns >= series.length ? labelsBelow(labels, position, box, tokens) : []),
          ...lineThrough(
            // A limit tells how much is usual, so it is kept back with the value.
            points.map(({ limit }, i) =>
              limit === undefined || values[i] === undefined ? undefined : [position(i), y(limit)]
            ),
            { stroke: tokens.ref, lineWidth: 1, dash: [3, 2] }
          ),
          ...lineThrough(
            values.map((each, i) => (each === undefined || i > last ? undefined : [position(i), y(each)])),
            { stroke: tokens.main, lineWidth: 1.5 }
          ),
          ...values.flatMap((each, i) => (each === undefined || i <= last ? [] : [ring(position(i), y(each), tokens)])),
          ...(value === undefined ? [] : [dot(position(last), y(value), 3, tokens)]),
          ...values.flatMap((each, i) =>
            each === undefined || points[i]!.isGap !== true
              ? []
              : [dot(position(i), y(each), 3, tokens, tokens.concern)]
          ),
          ...headShapes(label, points, { x: box.x - left + 2, y: box.y - 14, room: cellWidth }, tokens, format)
        )
        return values.map((each, i) => ({ x: position(i), y: y(each ?? 0), plot: s }))
      })
      return { shapes, places, plots }
    }
  }
}

/** The name of a series and its last complete value, above its plot. */
function headShapes(
  label: string,
  points: Series['points'],
  { x, y, room }: { readonly x: number; readonly y: number; readonly room: number },
  tokens: ChartTokens,
  format: Format
): SceneShape[] {
  const tail = { text: lastText(points, room - textWidth(label) - 12, format), fill: tokens.axis }
  return [{ kind: 'text', x, y, text: label, fill: tokens.text, room: room - 4, tail }]
}

/** The last complete value, with its period where there is room. */
function lastText(points: Series['points'], room: number, format: Format): string {
  const last = points.findLast(({ incomplete }) => incomplete !== true)
  if (last === undefined) return ''
  const { text } = format.figure(last.figure)
  const long = m.valueInLabel(text, last.label)
  return textWidth(long) <= room ? long : textWidth(text) <= room ? text : ''
}
