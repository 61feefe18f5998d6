import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { ForecastPanel } from '#engine/population/panels/results/forecast-result.ts'
import type { SeriesPoint } from '#engine/population/panels/results/shapes.ts'
import type { Format } from '../../ui/format/format.ts'
import { axisStart } from '../parts/axis-text.ts'
import { sentences } from '../parts/describe.ts'
import { drawnInterval, drawnValue, figureCell, figureLines } from '../parts/figure-lines.ts'
import { alongEdges, dot, lineFrame, linePlot } from '../parts/line-parts.ts'
import { filtersOf } from '../parts/marks.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'
import { bandBetween, crisp, lineThrough, vertical } from '../model/plot.ts'
import { textWidth } from '../model/row-layout.ts'
import { niceScale } from '../model/scale.ts'
import type { Point, SceneShape } from '../model/scene.ts'
import { periodLabels } from '../parts/time-axis.ts'
import type { TableCell } from '../../ui/copy/delimited.ts'

/** What is known as a solid line, what is to come as a dotted one with its 80% and 95% prediction intervals. */
export function forecastChart(panel: ForecastPanel, format: Format): ChartModel {
  const known = panel.actual.points
  const noIntervals = panel.method?.noIntervals
  const ahead = panel.ahead?.points ?? []
  const points: readonly SeriesPoint[] = [...known, ...ahead]
  const values = points.map(({ figure }) => drawnValue(figure, format))
  const last = known.length - 1
  // The bands begin at the last known value, where nothing is uncertain.
  const from = (value: number | undefined, i: number): readonly [number, number] | undefined =>
    i === last && ahead.length > 0 && noIntervals === undefined && value !== undefined ? [value, value] : undefined
  const within80 = points.map(
    ({ figure }, i) => from(values[i], i) ?? (i > last ? drawnInterval(figure, format) : undefined)
  )
  const within95 = points.map(
    (_, i) => from(values[i], i) ?? (values[i] === undefined ? undefined : panel.within95[i - known.length])
  )
  const unit = points[0]?.figure.unit ?? 'number'
  const scale = niceScale(
    [...values, ...within80.flatMap((ends) => ends ?? []), ...within95.flatMap((ends) => ends ?? [])].filter(
      (value) => value !== undefined
    )
  )
  const rangeText = (ends: readonly [number, number] | undefined): string =>
    ends === undefined ? '–' : m.endsToEnds(format.value(ends[0], unit), format.value(ends[1], unit))
  const rangeCell = (ends: readonly [number, number] | undefined): TableCell => ({
    text: rangeText(ends),
    value: ends === undefined ? '' : m.endsToEnds(Number(ends[0].toPrecision(6)), Number(ends[1].toPrecision(6)))
  })
  const titleOf = (label: string, i: number): string => (i > last ? m.labelForecast(label) : label)
  const marks = points.map(({ at, label, figure }, i): ChartMark => ({
    key: String(at),
    title: titleOf(label, i),
    lines:
      i <= last
        ? figureLines(figure, format)
        : [
            format.figure(figure).text,
            ...(noIntervals === undefined
              ? [m.n80IntervalWithin80(rangeText(within80[i])), m.n95IntervalWithin95(rangeText(within95[i]))]
              : [m.intervalsCannotBeComputed(noIntervals)])
          ],
    figure,
    filters: filtersOf(figure)
  }))
  const ends = [last, points.length - 1].map((i) => (values[i] === undefined ? '' : format.value(values[i], unit)))
  return {
    marks,
    pointing: 'column',
    stride: 1,
    legend: [
      { label: m.known, shape: 'line', tone: 'main' },
      ...(ahead.length === 0 ? [] : [{ label: common.forecast, shape: 'dotted' as const, tone: 'forecast' as const }]),
      ...(ahead.length === 0 || noIntervals !== undefined
        ? []
        : [
            { label: m.n80Interval, shape: 'box' as const, tone: 'band80' as const },
            { label: common.n95Interval, shape: 'box' as const, tone: 'band95' as const }
          ])
    ],
    table: {
      columns: [
        { label: m.month, numeric: false },
        { label: m.known, numeric: true },
        { label: common.forecast, numeric: true },
        { label: m.n80Interval, numeric: true },
        { label: common.n95Interval, numeric: true }
      ],
      rows: points.map(({ label, figure }, i) => [
        { text: label },
        i > last ? { text: '–', value: '' } : figureCell(figure, format),
        i > last ? figureCell(figure, format) : { text: '–', value: '' },
        rangeCell(i > last ? within80[i] : undefined),
        rangeCell(i > last ? within95[i] : undefined)
      ])
    },
    sentence: describeForecast(panel, format),
    note: axisStart(unit, scale, format),
    minHeight: 140,
    scene(tokens, size) {
      const box = linePlot(size, scale, unit, 12 + Math.max(0, ...ends.map(textWidth)), format)
      const x = alongEdges(box, points.length)
      const y = vertical(scale, box)
      const labels = periodLabels(
        points.map(({ at }) => at),
        box.width / 52
      )
      const through = (part: (i: number) => boolean): (Point | undefined)[] =>
        values.map((value, i) => (value === undefined || !part(i) ? undefined : [x(i), y(value)]))
      const band = (
        pairs: readonly (readonly [number, number] | undefined)[]
      ): (readonly [Point, Point] | undefined)[] =>
        pairs.map(
          (pair, i) =>
            pair && [
              [x(i), y(pair[0])],
              [x(i), y(pair[1])]
            ]
        )
      const shapes: SceneShape[] = [
        ...lineFrame(box, scale, unit, labels, x, tokens, format),
        ...bandBetween(band(within95), tokens.band95),
        ...bandBetween(band(within80), tokens.band80)
      ]
      if (ahead.length > 0 && last >= 0) {
        const edge = crisp(x(last))
        const line: readonly Point[] = [
          [edge, box.y],
          [edge, box.y + box.height]
        ]
        shapes.push({ kind: 'path', points: line, stroke: tokens.lineStrong, dash: [4, 3] })
        shapes.push({ kind: 'text', x: edge + 5, y: box.y + 6, text: common.forecast, fill: tokens.axis })
      }
      shapes.push(
        ...lineThrough(
          through((i) => i >= last),
          { stroke: tokens.forecast, lineWidth: 1.5, dash: [2, 3] }
        ),
        ...lineThrough(
          through((i) => i <= last),
          { stroke: tokens.main, lineWidth: 1.75 }
        )
      )
      const final = values.length - 1
      const known = values[last]
      if (known !== undefined) shapes.push(dot(x(last), y(known), 3.5, tokens))
      const end = values[final]
      if (end !== undefined)
        shapes.push({
          kind: 'text',
          x: box.x + box.width + 7,
          y: y(end),
          text: ends[1] ?? '',
          fill: tokens.text,
          weight: 500
        })
      return { shapes, places: values.map((value, i) => ({ x: x(i), y: y(value ?? scale.min) })) }
    }
  }
}

function describeForecast({ title, actual, ahead, method }: ForecastPanel, format: Format): string {
  const next = ahead?.points[0]
  const end = ahead?.points.at(-1)
  const now = actual.points.at(-1)
  if (now === undefined) return m.noCompleteMonth(title)
  const shown = m.inLabel(title, format.figure(now.figure).text, now.label)
  if (next === undefined || end === undefined) return shown
  const said = ({ label, figure }: SeriesPoint): string => {
    const { text, interval } = format.figure(figure)
    return m.valueInLabelInterval(text, label, interval === undefined ? '' : m.n80IntervalOfInterval(interval))
  }
  const why = method?.noIntervals
  return sentences(
    shown,
    `Forecast: ${said(next)}, ${said(end)}.`,
    ...(why === undefined ? [] : [`${m.intervalsCannotBeComputed(why)}.`])
  )
}
