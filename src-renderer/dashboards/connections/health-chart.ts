import type { ChartModel } from '../../charts/chart-model.ts'
import { describeTrend } from '../../charts/describe.ts'
import { textWidth } from '../../charts/row-layout.ts'
import { niceScale } from '../../charts/scale.ts'
import type { Format } from '../../ui/format/use-format.ts'
import type { HealthSeries } from './health-series.ts'

/** One thing that is watched, export by export, with the limits of its ordinary variation. */
export function healthChart({ label, points, limits, since, text }: HealthSeries, format: Format): ChartModel {
  const values = points.map(({ value }) => value)
  const scale = niceScale(
    limits === undefined ? values : [...values, Math.max(0, limits.lower), limits.upper],
    'auto',
    3
  )
  const departs = (index: number): boolean => since !== undefined && index >= since
  const titles = points.map(({ at }) => format.moment(at))
  return {
    marks: points.map(({ run, value }, item) => ({
      key: run,
      series: 0,
      item,
      at: [item, value],
      title: titles[item] ?? '',
      lines: departs(item) ? [text(value), 'departs from ordinary variation'] : [text(value)],
      filters: [],
      opens: true
    })),
    pointing: 'column',
    stride: 1,
    legend: [],
    table: {
      columns: [
        { label: 'Export', numeric: false },
        { label, numeric: true },
        ...(limits === undefined ? [] : [{ label: 'Variation', numeric: false }])
      ],
      rows: points.map(({ value }, item) => [
        { text: titles[item] ?? '' },
        { text: text(value), value },
        ...(limits === undefined ? [] : [{ text: departs(item) ? 'departs' : 'ordinary' }])
      ])
    },
    sentence: describeTrend(
      label,
      points.map(({ value }, item) => ({ label: titles[item] ?? '', text: text(value), value }))
    ),
    note: scale.min > 0 ? `Axis starts at ${text(scale.min)}.` : '',
    minHeight: 96,
    option(tokens, { height }) {
      const left = 14 + Math.max(24, ...[scale.min, scale.max].map((end) => textWidth(text(end))))
      return {
        grid: { left, right: 12, top: 8, height: Math.max(40, height - 30), outerBoundsMode: 'none' },
        xAxis: {
          type: 'category',
          data: points.map(({ at }) => format.day(Math.floor(at / 86_400_000))),
          axisLabel: { hideOverlap: true }
        },
        yAxis: { type: 'value', ...scale, axisLabel: { formatter: text } },
        series: [
          {
            type: 'line',
            symbol: 'circle',
            symbolSize: 7,
            showAllSymbol: true,
            lineStyle: { color: tokens.ref, width: 1.25 },
            data: points.map(({ value }, item) => ({
              value,
              itemStyle: { color: departs(item) ? tokens.concern : tokens.ref }
            })),
            ...(limits === undefined
              ? {}
              : {
                  markLine: {
                    silent: true,
                    symbol: 'none',
                    label: { show: false },
                    lineStyle: { color: tokens.ref, type: 'solid', width: 1 },
                    data: [
                      { yAxis: limits.mean },
                      { yAxis: limits.upper, lineStyle: { type: 'dashed' } },
                      ...(limits.lower > 0 ? [{ yAxis: limits.lower, lineStyle: { type: 'dashed' as const } }] : [])
                    ]
                  }
                })
          }
        ]
      }
    }
  }
}
