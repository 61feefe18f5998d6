import type { Series, SeriesPoint } from '#engine/panels/panel.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { axisStart, axisText } from '../axis-text.ts'
import { describeTrend, sentences } from '../describe.ts'
import { drawnInterval, drawnValue, figureCell, figureLines, rateCells, rateColumns } from '../figure-lines.ts'
import { bandSeries, comparisonLine, incompleteArea, mainLine, openDots } from '../line-parts.ts'
import { filtersOf } from '../marks.ts'
import { niceScale } from '../scale.ts'
import { periodLabels } from '../time-axis.ts'
import { textWidth } from '../row-layout.ts'
import type { ChartMark, ChartModel } from '../chart-model.ts'

const labelHeight = 13

interface TrendOptions {
  /** What the line shows, e.g. "Prevalence". */
  readonly subject: string
  /** Dashed second line over the same periods. */
  readonly comparison?: Series | undefined
}

/** A line with its 95% band, and a dashed line for comparison: how much over time? */
export function trendChart(series: Series, options: TrendOptions, format: Format): ChartModel {
  const { subject, comparison } = options
  const points = series.points
  const values = points.map(({ figure }) => drawnValue(figure, format))
  const ends = points.map(({ figure }) => drawnInterval(figure, format))
  const compared = new Map((comparison?.points ?? []).map((point) => [point.at, point.figure]))
  const others = points.map(({ at }) => compared.get(at))
  const otherValues = others.map((figure) => (figure === undefined ? undefined : drawnValue(figure, format)))
  const incomplete = points.flatMap((point, i) => (point.incomplete === true ? [i] : []))
  const lastComplete = values.findLastIndex((value, i) => value !== undefined && points[i]?.incomplete !== true)
  const unit = points[0]?.figure.unit ?? 'number'
  const scale = niceScale(
    [...values, ...otherValues, ...ends.flatMap((pair) => pair ?? [])].filter((value) => value !== undefined)
  )
  const marks = points.map((point, i): ChartMark => {
    const other = others[i]
    return {
      key: String(point.at),
      series: 1,
      item: i,
      at: [i, values[i] ?? scale.min],
      title: periodTitle(point),
      lines: [
        ...figureLines(point.figure, format),
        ...(other === undefined || comparison === undefined
          ? []
          : [`${comparison.label}: ${format.figure(other).text}`])
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
      ...(ends.some((pair) => pair !== undefined)
        ? [{ label: '95% interval', shape: 'box' as const, tone: 'band95' as const }]
        : [])
    ],
    table: {
      columns: [
        { label: 'Period', numeric: false },
        ...rateColumns,
        ...(comparison === undefined ? [] : [{ label: comparison.label, numeric: true }])
      ],
      rows: points.map((point, i) => {
        const other = others[i]
        return [
          { text: periodTitle(point) },
          ...rateCells(point.figure, format),
          ...(comparison === undefined ? [] : [other === undefined ? { text: '–' } : figureCell(other, format)])
        ]
      })
    },
    sentence: describeTrend(
      subject,
      points.map((point, i) => ({ label: point.label, text: format.figure(point.figure).text, value: values[i] }))
    ),
    note: sentences(axisStart(unit, scale, format), incomplete.length > 0 ? 'Shaded: not complete yet.' : ''),
    minHeight: 96,
    option(tokens, { width, height }) {
      const left = 14 + Math.max(...[scale.min, scale.max].map((end) => textWidth(axisText(end, unit, scale, format))))
      const right = 10 + Math.max(0, ...endTexts.map(textWidth))
      const room = (width - left - right) / 52
      // Behind the periods that are not complete.
      const step = (width - left - right) / Math.max(1, points.length - 1)
      const distance = 6 + (lastComplete < 0 ? 0 : points.length - 1 - lastComplete) * step
      // Two values that are close together would cover each other.
      const [own, other] = [values[lastComplete], otherValues[lastComplete]]
      const perUnit = Math.max(40, height - 30) / (scale.max - scale.min)
      const apart = own === undefined || other === undefined ? Infinity : (own - other) * perUnit
      const shift = Math.abs(apart) < labelHeight ? ((labelHeight - Math.abs(apart)) / 2) * (apart < 0 ? -1 : 1) : 0
      return {
        grid: { left, right, top: 8, height: Math.max(40, height - 30), outerBoundsMode: 'none' },
        xAxis: {
          type: 'category',
          boundaryGap: false,
          data: periodLabels(
            points.map(({ at }) => at),
            room
          ),
          axisLabel: { interval: 0 }
        },
        yAxis: {
          type: 'value',
          ...scale,
          axisLabel: { formatter: (value: number) => axisText(value, unit, scale, format) }
        },
        series: [
          { ...bandSeries(ends, tokens), ...incompleteArea(incomplete, tokens) },
          mainLine(values, lastComplete, { text: endTexts[0], distance, below: -shift }, tokens),
          comparisonLine(
            otherValues.map((value, i) => (i > lastComplete ? undefined : value)),
            { text: endTexts[1], distance, below: shift },
            tokens
          ),
          openDots(
            incomplete.map((i) => [i, values[i]]),
            tokens
          )
        ]
      }
    }
  }
}

/** The name of a period, with a word where it is not complete. */
export function periodTitle(point: Pick<SeriesPoint, 'label' | 'incomplete'>): string {
  return point.incomplete === true ? `${point.label}, incomplete` : point.label
}

function textAt(points: readonly SeriesPoint[], index: number, format: Format): string {
  const point = points[index]
  return point === undefined ? '' : format.figure(point.figure).text
}
