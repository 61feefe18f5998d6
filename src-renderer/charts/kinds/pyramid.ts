import type { OverviewPanel } from '#engine/panels/panel.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { axisText } from '../axis-text.ts'
import { barSeries } from '../bar-series.ts'
import { drawnValue, figureCell, figureLines } from '../figure-lines.ts'
import { filtersOf } from '../marks.ts'
import { textWidth } from '../row-layout.ts'
import { niceScale } from '../scale.ts'
import type { ChartMark, ChartModel } from '../chart-model.ts'

const middle = 52
/** Room for half a label at the outer ends. */
const edge = 20
const smallestBand = 9

/** People by age band, women to the left and men to the right: who is in view? */
export function pyramidChart({ bands }: OverviewPanel['pyramid'], format: Format): ChartModel {
  const sides = [
    { id: 'female', label: 'Female' },
    { id: 'male', label: 'Male' }
  ] as const
  const values = sides.map(({ id }) => bands.map((band) => drawnValue(band[id], format)))
  const totals = values.map((side) => side.reduce<number>((sum, value) => sum + (value ?? 0), 0))
  const others = bands.reduce((sum, band) => sum + (drawnValue(band.other, format) ?? 0), 0)
  const all = totals.reduce((sum, total) => sum + total, 0) + others
  const share = (count: number): string => (all === 0 ? '' : ` (${format.percent(count / all)})`)
  const marks = bands.flatMap((band, i) =>
    sides.map(({ id, label }, side): ChartMark => ({
      key: `${band.label}|${id}`,
      series: side,
      item: i,
      at: [values[side]?.[i] ?? 0, i],
      title: `${label}, age ${band.label}`,
      lines: [...figureLines(band[id], format), ...shareLine(values[side]?.[i], all, format)],
      figure: band[id],
      filters: filtersOf(band[id])
    }))
  )
  const largest = marks.reduce<ChartMark | undefined>(
    (best, mark) => (mark.at[0] > (best?.at[0] ?? 0) ? mark : best),
    undefined
  )
  return {
    marks,
    pointing: 'row',
    stride: 2,
    legend: [],
    table: {
      columns: [
        { label: 'Age', numeric: false },
        ...['Female', 'Male', 'Other or unknown'].map((label) => ({ label, numeric: true }))
      ],
      rows: bands.map((band) => [
        { text: band.label },
        figureCell(band.female, format),
        figureCell(band.male, format),
        figureCell(band.other, format)
      ])
    },
    sentence:
      largest === undefined
        ? 'Nobody is in view.'
        : `${format.count(totals[0] ?? 0)} female and ${format.count(totals[1] ?? 0)} male; the largest group is ${largest.title} with ${largest.lines[0] ?? ''}.`,
    note: others === 0 ? '' : `${format.quantity(others, 'person', 'people')} of other or unknown sex: see the table.`,
    minHeight: bands.length * smallestBand + 44,
    option(tokens, { width, height }) {
      const half = (width - middle) / 2
      const scale = niceScale(
        values.flat().filter((value) => value !== undefined),
        'always',
        3,
        true
      )
      const bandHeight = (height - 44) / Math.max(1, bands.length)
      const every = bandHeight < 12 ? 2 : 1
      const grid = { top: 20, height: Math.max(40, height - 44), outerBoundsMode: 'none' as const }
      const valueAxis = {
        type: 'value' as const,
        ...scale,
        axisLabel: {
          formatter: (value: number) => axisText(value, 'people', scale, format),
          showMinLabel: true,
          hideOverlap: true
        }
      }
      const ageAxis = { type: 'category' as const, data: bands.map(({ label }) => label) }
      const head = (side: 0 | 1): object => ({
        name: `{n|${sides[side].label}}  {v|${headText(totals[side] ?? 0)}}`,
        nameLocation: 'end',
        nameGap: 6,
        nameTextStyle: {
          align: side === 0 ? 'right' : 'left',
          rich: {
            n: { color: tokens.text, fontWeight: 500, fontSize: 11, fontFamily: tokens.font },
            v: { color: tokens.axis, fontSize: 11, fontFamily: tokens.font }
          }
        }
      })
      const headText = (count: number): string =>
        textWidth(`Female  ${format.count(count)}${share(count)}`) <= half
          ? `${format.count(count)}${share(count)}`
          : format.count(count)
      const line = { show: true, lineStyle: { color: tokens.lineStrong } }
      return {
        grid: [
          { ...grid, left: edge, width: half - edge },
          { ...grid, left: half + middle, width: half - edge }
        ],
        xAxis: [
          { ...valueAxis, inverse: true },
          { ...valueAxis, gridIndex: 1 }
        ],
        yAxis: [
          { ...ageAxis, position: 'right', axisLabel: { show: false }, axisLine: line, ...head(0) },
          {
            ...ageAxis,
            gridIndex: 1,
            axisLine: line,
            axisLabel: { interval: every - 1, align: 'center', margin: middle / 2, color: tokens.textSecondary },
            ...head(1)
          }
        ],
        series: sides.map(({ id }, side) =>
          barSeries(
            bands.map((band, i) => (format.figure(band[id]).hidden ? 'hidden' : values[side]?.[i])),
            { barCategoryGap: '18%', hiddenLength: scale.max / 12, grid: side },
            tokens
          )
        )
      }
    }
  }
}

function shareLine(value: number | undefined, all: number, format: Format): string[] {
  return value === undefined || all === 0 ? [] : [`${format.percent(value / all)} of the people in view`]
}
