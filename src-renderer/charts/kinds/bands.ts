import type { CustomSeriesRenderItemReturn } from 'echarts'
import type { BandSeries } from '#engine/panels/panel.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { blend } from '../colour.ts'
import { describeTrend } from '../describe.ts'
import { drawnValue, figureCell, figureLines } from '../figure-lines.ts'
import { filtersOf } from '../marks.ts'
import { textWidth } from '../row-layout.ts'
import { periodLabels } from '../time-axis.ts'
import { periodTitle } from './trend.ts'
import type { ChartMark, ChartModel } from '../chart-model.ts'

/** Ordered bands as 100% bars over time: how is control split? The first band stands at the bottom. */
export function bandsChart(control: BandSeries, format: Format): ChartModel {
  const { bands, periods } = control
  const shares = bands.map((_, band) =>
    periods.map(({ figures }) => {
      const figure = figures[band]
      return figure === undefined ? undefined : drawnValue(figure, format)
    })
  )
  const last = periods.length - 1
  const marks: ChartMark[] = periods.flatMap((period, i) =>
    bands.flatMap((band, b) => {
      const figure = period.figures[b]
      if (figure === undefined) return []
      const below = shares.slice(0, b).reduce((sum, row) => sum + (row[i] ?? 0), 0)
      return [
        {
          key: `${period.at}|${band.id}`,
          series: b,
          item: i,
          at: [i, below + (shares[b]?.[i] ?? 0) / 2] as const,
          title: `${band.label}, ${periodTitle(period)}`,
          lines: figureLines(figure, format),
          figure,
          filters: filtersOf(figure)
        }
      ]
    })
  )
  const best = bands[0]
  return {
    marks,
    pointing: 'shape',
    stride: bands.length,
    legend: [],
    table: {
      columns: [
        { label: 'Period', numeric: false },
        ...bands.map(({ label }) => ({ label, numeric: true })),
        { label: 'People', numeric: true }
      ],
      rows: periods.map((period) => [
        { text: periodTitle(period) },
        ...period.figures.map((figure) => figureCell(figure, format)),
        peopleCell(period.figures[0]?.denominator, format)
      ])
    },
    sentence:
      best === undefined
        ? `${control.title}: no bands.`
        : describeTrend(
            `${control.title}, ${best.label}`,
            periods.map((period, i) => ({
              label: period.label,
              text: period.figures[0] === undefined ? '–' : format.figure(period.figures[0]).text,
              value: shares[0]?.[i]
            }))
          ),
    note: periods.some(({ incomplete }) => incomplete === true) ? 'Pale last bar: not complete yet.' : '',
    minHeight: 140,
    option(tokens, { width, height }) {
      const right = 14 + Math.max(...bands.map(({ label }) => textWidth(label)))
      const left = 42
      const plot = Math.max(60, height - 30)
      const slot = (width - left - right) / Math.max(1, periods.length)
      const inside = (tone: string): string => (tone === 'a' || tone === 'd' ? tokens.page : tokens.text)
      return {
        grid: { left, right, top: 8, height: plot, outerBoundsMode: 'none' },
        xAxis: {
          type: 'category',
          data: periodLabels(
            periods.map(({ at }) => at),
            (width - left - right) / 40
          ),
          axisLabel: { interval: 0 }
        },
        yAxis: {
          type: 'value',
          min: 0,
          max: 1,
          interval: 0.25,
          axisLabel: { formatter: (value: number) => `${format.value(value * 100, 'number')}%` }
        },
        series: [
          ...bands.map(({ tone }, b) => ({
            type: 'bar' as const,
            stack: 'bands',
            barCategoryGap: slot > 12 ? '13%' : '4%',
            itemStyle: { color: tokens.bands[tone], borderColor: tokens.page, borderWidth: slot > 12 ? 0.5 : 0 },
            emphasis: { itemStyle: { color: tokens.bands[tone], borderColor: tokens.text, borderWidth: 1 } },
            data: periods.map((period, i) => {
              const value = shares[b]?.[i]
              const shown =
                value !== undefined && (i === 0 || i === last || slot > 46) && value * plot > 13 && slot > 18
              return {
                value: value ?? 0,
                ...(period.incomplete === true
                  ? { itemStyle: { color: blend(tokens.bands[tone], tokens.page, 0.5) } }
                  : {}),
                label: {
                  show: shown,
                  position: 'inside' as const,
                  formatter: value === undefined ? '' : format.value(Math.round(value * 100), 'number'),
                  color: period.incomplete === true ? tokens.text : inside(tone),
                  fontSize: 11,
                  fontWeight: 500 as const,
                  fontFamily: tokens.font
                }
              }
            })
          })),
          {
            type: 'custom' as const,
            silent: true,
            clip: false,
            data: [[last, 0]],
            renderItem(_, api): CustomSeriesRenderItemReturn {
              const drawn = bands
                .map((band, b) => ({ ...band, b }))
                .filter(({ b }) => shares[b]?.some((share) => (share ?? 0) > 0))
              const texts = drawn.map(({ label, b }) => {
                const below = shares.slice(0, b).reduce((sum, row) => sum + (row[last] ?? 0), 0)
                return { label, y: api.coord([last, below + (shares[b]?.[last] ?? 0) / 2])[1] ?? 0 }
              })
              const x = (api.coord([last, 0])[0] ?? 0) + slot / 2 + 6
              return {
                type: 'group',
                children: apart(texts).map(({ label, y }) => ({
                  type: 'text' as const,
                  style: {
                    text: label,
                    x,
                    y,
                    verticalAlign: 'middle' as const,
                    fill: tokens.textSecondary,
                    font: `400 11px ${tokens.font}`
                  }
                }))
              }
            }
          }
        ]
      }
    }
  }
}

const lineHeight = 13
const highest = 7

/** Moves labels, given from bottom to top, so far apart that none covers another and none leaves the chart. */
function apart<T extends { readonly y: number }>(labels: readonly T[]): T[] {
  const ys = labels.map(({ y }) => y)
  for (let i = 1; i < ys.length; i++) ys[i] = Math.min(ys[i] ?? 0, (ys[i - 1] ?? 0) - lineHeight)
  for (let i = ys.length - 1; i >= 0; i--) {
    const least = i === ys.length - 1 ? highest : (ys[i + 1] ?? 0) + lineHeight
    ys[i] = Math.max(ys[i] ?? 0, least)
  }
  return labels.map((label, i) => ({ ...label, y: ys[i] ?? label.y }))
}

function peopleCell(people: number | undefined, format: Format): { text: string; value?: number } {
  if (people === undefined) return { text: '–' }
  const text = format.people(people)
  return text === format.count(people) ? { text, value: people } : { text }
}
