import type { Series } from '#engine/panels/panel.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { axisText } from '../axis-text.ts'
import { describeTrend, sentences } from '../describe.ts'
import { drawnValue, figureCell, figureLines } from '../figure-lines.ts'
import { openDots } from '../line-parts.ts'
import { filtersOf } from '../marks.ts'
import { textWidth } from '../row-layout.ts'
import { niceScale } from '../scale.ts'
import { periodLabels } from '../time-axis.ts'
import { periodTitle } from './trend.ts'
import type { ChartMark, ChartModel } from '../chart-model.ts'

const gap = 18
const heading = 18
const footer = 20

/** One small line per series on a shared time axis, each with its own scale from zero: how much over time, from four series on? */
export function multiplesChart(series: readonly Series[], subject: string, format: Format): ChartModel {
  const marks: ChartMark[] = series.flatMap((each, s) =>
    each.points.map((point, i) => ({
      key: `${each.id}|${point.at}`,
      series: s,
      item: i,
      at: [i, drawnValue(point.figure, format) ?? 0] as const,
      title: `${each.label}, ${periodTitle(point)}`,
      lines: figureLines(point.figure, format),
      figure: point.figure,
      filters: filtersOf(point.figure)
    }))
  )
  const periods = series[0]?.points ?? []
  const busiest = series[0]
  return {
    marks,
    pointing: 'column',
    stride: Math.max(1, periods.length),
    legend: [],
    table: {
      columns: [{ label: 'Period', numeric: false }, ...series.map(({ label }) => ({ label, numeric: true }))],
      rows: periods.map((period, i) => [
        { text: periodTitle(period) },
        ...series.map(({ points }) => {
          const point = points[i]
          return point === undefined ? { text: '–' } : figureCell(point.figure, format)
        })
      ])
    },
    sentence:
      busiest === undefined
        ? `${subject}: none in this period.`
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
            `${series.length} kinds in all.`
          ),
    note: periods.some(({ incomplete }) => incomplete === true) ? 'Open circle: not complete yet.' : '',
    minHeight: 120,
    option(tokens, { width, height }) {
      const columns = Math.max(
        1,
        Math.min(series.length > 3 ? Math.ceil(series.length / 2) : 1, Math.floor(width / 140))
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
      const plotHeight = Math.max(16, cellHeight - heading - footer)
      const labels = periodLabels(
        periods.map(({ at }) => at),
        (cellWidth - left) / 46
      )
      return {
        grid: series.map((_, s) => ({
          left: (s % columns) * (cellWidth + gap) + left,
          width: cellWidth - left - 8,
          top: Math.floor(s / columns) * cellHeight + heading,
          height: plotHeight,
          outerBoundsMode: 'none' as const
        })),
        xAxis: series.map((_, s) => ({
          type: 'category' as const,
          gridIndex: s,
          boundaryGap: false,
          data: labels,
          axisLabel: { interval: 0, show: s + columns >= series.length }
        })),
        yAxis: series.map(({ label, points }, s) => ({
          type: 'value' as const,
          gridIndex: s,
          ...scales[s],
          ...(plotHeight < 34 ? { interval: scales[s]?.max ?? 1 } : {}),
          name: `{n|${label.replace(/[{}|]/g, ' ')}}  {v|${lastText(points, cellWidth - textWidth(label) - 14, format)}}`,
          nameLocation: 'end' as const,
          nameGap: 7,
          nameTextStyle: {
            align: 'left' as const,
            padding: [0, 0, 0, -left + 2],
            rich: {
              n: { color: tokens.text, fontSize: 11, fontFamily: tokens.font },
              v: { color: tokens.axis, fontSize: 11, fontFamily: tokens.font }
            }
          },
          axisLabel: { formatter: (value: number) => axisText(value, 'number', scales[s] ?? { interval: 1 }, format) }
        })),
        series: [
          ...series.map(({ points }, s) => {
            const last = points.findLastIndex(({ incomplete }) => incomplete !== true)
            return {
              type: 'line' as const,
              showAllSymbol: true,
              xAxisIndex: s,
              yAxisIndex: s,
              data: points.map(({ figure }, i) => ({
                value: i > last ? '-' : (drawnValue(figure, format) ?? '-'),
                symbol: i === last ? 'circle' : 'none',
                symbolSize: 6
              })),
              lineStyle: { color: tokens.main, width: 1.5 },
              itemStyle: { color: tokens.main }
            }
          }),
          ...series.map(({ points }, s) =>
            openDots(
              points.flatMap(({ figure, incomplete }, i) =>
                incomplete === true ? [[i, drawnValue(figure, format)] as const] : []
              ),
              tokens,
              s
            )
          )
        ]
      }
    }
  }
}

/** The last complete value, with its period where there is room. */
function lastText(points: Series['points'], room: number, format: Format): string {
  const last = points.findLast(({ incomplete }) => incomplete !== true)
  if (last === undefined) return ''
  const { text } = format.figure(last.figure)
  const long = `${text} in ${last.label}`
  return textWidth(long) <= room ? long : text
}
