import type { LineSeriesOption } from 'echarts/charts'
import type { PatientPanel } from '#engine/panels/panel.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { axisText } from '../axis-text.ts'
import { describeTrend } from '../describe.ts'
import { textWidth } from '../row-layout.ts'
import { niceScale } from '../scale.ts'
import type { ChartModel } from '../chart-model.ts'
import type { ChartTokens } from '../chart-tokens.ts'

const dayMillis = 86_400_000

/** One person's results of one test over time. The key of a mark is the index of its point. */
export function labChart(lab: PatientPanel['labs'][number], format: Format): ChartModel {
  const unit = lab.unit === '' ? '' : ` ${lab.unit}`
  const text = (value: number): string => `${format.value(value, 'number')}${unit}`
  const scale = niceScale(
    lab.points.map(({ value }) => value),
    'auto',
    3
  )
  return {
    marks: lab.points.map(({ day, value }, item) => ({
      key: String(item),
      series: 0,
      item,
      at: [day * dayMillis, value],
      title: format.day(day),
      lines: [text(value)],
      filters: [],
      opens: true
    })),
    pointing: 'column',
    stride: 1,
    legend: [],
    table: {
      columns: [
        { label: 'Date', numeric: false },
        { label: lab.unit === '' ? 'Value' : `Value, ${lab.unit}`, numeric: true }
      ],
      rows: lab.points.map(({ day, value }) => [
        { text: format.day(day) },
        { text: format.value(value, 'number'), value }
      ])
    },
    sentence: describeTrend(
      lab.label,
      lab.points.map(({ day, value }) => ({ label: format.day(day), text: text(value), value }))
    ),
    note: scale.min > 0 ? `Axis starts at ${axisText(scale.min, 'number', scale, format)}${unit}.` : '',
    minHeight: 90,
    option(tokens, { height }) {
      const left =
        14 + Math.max(...[scale.min, scale.max].map((end) => textWidth(axisText(end, 'number', scale, format))))
      return {
        useUTC: true,
        grid: { left, right: 14, top: 8, height: Math.max(40, height - 30), outerBoundsMode: 'none' },
        xAxis: { type: 'time', ...span(lab.points), axisLabel: { hideOverlap: true } },
        yAxis: {
          type: 'value',
          ...scale,
          axisLabel: { formatter: (value: number) => axisText(value, 'number', scale, format) }
        },
        series: [resultLine(lab.points, tokens)]
      }
    }
  }
}

function resultLine(points: PatientPanel['labs'][number]['points'], tokens: ChartTokens): LineSeriesOption {
  return {
    type: 'line',
    symbol: 'circle',
    symbolSize: 6,
    showAllSymbol: true,
    data: points.map(({ day, value }) => [day * dayMillis, value]),
    lineStyle: { color: tokens.main, width: 1.5 },
    itemStyle: { color: tokens.main, borderColor: tokens.page, borderWidth: 1 }
  }
}

/** At least two months, so that a single result does not stand on an axis of hours. */
function span(points: PatientPanel['labs'][number]['points']): { readonly min?: number; readonly max?: number } {
  const [first, last] = [points[0]?.day, points.at(-1)?.day]
  if (first === undefined || last === undefined || last - first >= 60) return {}
  const middle = (first + last) / 2
  return { min: (middle - 32) * dayMillis, max: (middle + 32) * dayMillis }
}
