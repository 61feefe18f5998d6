import type { CustomSeriesRenderItemReturn } from 'echarts'
import type { Series } from '#engine/panels/panel.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { axisText } from '../axis-text.ts'
import { describeTrend, sentences } from '../describe.ts'
import { drawnInterval, drawnValue, figureLines, rateCells, rateColumns } from '../figure-lines.ts'
import { filtersOf } from '../marks.ts'
import { textWidth } from '../row-layout.ts'
import { niceScale } from '../scale.ts'
import { periodLabels } from '../time-axis.ts'
import { periodTitle } from './trend.ts'
import type { ChartModel } from '../chart-model.ts'

/** Dots with whiskers per period, e.g. incidence by quarter. An open dot is a period that is not complete. */
export function whiskersChart(series: Series, subject: string, format: Format): ChartModel {
  const points = series.points
  const values = points.map(({ figure }) => drawnValue(figure, format))
  const ends = points.map(({ figure }) => drawnInterval(figure, format))
  const unit = points[0]?.figure.unit ?? 'number'
  const scale = niceScale(
    [...values, ...ends.flatMap((pair) => pair ?? [])].filter((value) => value !== undefined),
    'auto',
    3
  )
  const last = values.findLastIndex((value) => value !== undefined)
  const lastText = last < 0 ? '' : format.figure(points[last]!.figure).text
  return {
    marks: points.map((point, i) => ({
      key: String(point.at),
      series: 0,
      item: i,
      at: [i, values[i] ?? scale.min],
      title: periodTitle(point),
      lines: figureLines(point.figure, format),
      figure: point.figure,
      filters: filtersOf(point.figure)
    })),
    pointing: 'column',
    stride: 1,
    legend: [],
    table: {
      columns: [{ label: 'Period', numeric: false }, ...rateColumns],
      rows: points.map((point) => [{ text: periodTitle(point) }, ...rateCells(point.figure, format)])
    },
    sentence: describeTrend(
      subject,
      points.map((point, i) => ({ label: point.label, text: format.figure(point.figure).text, value: values[i] }))
    ),
    note: sentences(points.some(({ incomplete }) => incomplete === true) ? 'Open dot: not complete yet.' : ''),
    minHeight: 72,
    option(tokens, { width, height }) {
      const left = 14 + Math.max(...[scale.min, scale.max].map((end) => textWidth(axisText(end, unit, scale, format))))
      const right = 14 + textWidth(lastText)
      return {
        grid: { left, right, top: 8, height: Math.max(28, height - 30), outerBoundsMode: 'none' },
        xAxis: {
          type: 'category',
          data: periodLabels(
            points.map(({ at }) => at),
            (width - left - right) / 44
          ),
          axisLabel: { interval: 0 }
        },
        yAxis: {
          type: 'value',
          ...scale,
          axisLabel: { formatter: (value: number) => axisText(value, unit, scale, format) }
        },
        series: [
          {
            type: 'custom',
            clip: false,
            encode: { x: 0, y: [1, 2, 3] },
            data: values.map((value, i) => [i, value ?? NaN, ends[i]?.[0] ?? NaN, ends[i]?.[1] ?? NaN]),
            renderItem(params, api): CustomSeriesRenderItemReturn {
              const [index = 0, value = NaN, low = NaN, high = NaN] = [0, 1, 2, 3].map((dimension) =>
                Number(api.value(dimension))
              )
              if (Number.isNaN(value)) return undefined
              const [x = 0, y = 0] = api.coord([index, value])
              const at = (end: number): number => (Number.isNaN(end) ? y : (api.coord([index, end])[1] ?? y))
              const open = points[index]?.incomplete === true
              return {
                type: 'group',
                children: [
                  {
                    type: 'line',
                    shape: { x1: x, y1: at(low), x2: x, y2: at(high) },
                    style: { stroke: tokens.main, lineWidth: 1.5 }
                  },
                  {
                    type: 'circle',
                    shape: { cx: x, cy: y, r: 4 },
                    style: open
                      ? { fill: tokens.page, stroke: tokens.main, lineWidth: 1.5 }
                      : { fill: tokens.main, stroke: tokens.page, lineWidth: 1 }
                  },
                  ...(params.dataIndex === last
                    ? [
                        {
                          type: 'text' as const,
                          style: {
                            text: lastText,
                            x: x + 9,
                            y,
                            verticalAlign: 'middle' as const,
                            fill: tokens.text,
                            font: `500 11px ${tokens.font}`
                          }
                        }
                      ]
                    : [])
                ]
              }
            }
          }
        ]
      }
    }
  }
}
