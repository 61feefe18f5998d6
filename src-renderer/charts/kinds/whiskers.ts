import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Series } from '#engine/population/panels/results/shapes.ts'
import type { Format } from '../../ui/format/format.ts'
import { completePeriods, describeTrend, sentences } from '../parts/describe.ts'
import { drawnInterval, drawnValue, figureCell, figureLines, rateCells, rateColumns } from '../parts/figure-lines.ts'
import { alongSlots, dot, lineFrame, linePlot, ring } from '../parts/line-parts.ts'
import { filtersOf } from '../parts/marks.ts'
import { lineThrough, vertical } from '../model/plot.ts'
import type { Point } from '../model/scene.ts'
import { textWidth } from '../model/row-layout.ts'
import { niceScale } from '../model/scale.ts'
import { periodLabels } from '../parts/time-axis.ts'
import { periodTitle } from './trend.ts'
import type { ChartModel } from '../model/chart-model.ts'

interface WhiskersOptions {
  /** What the dots show, e.g. "New cases". */
  readonly subject: string
  /** Dashed line over the same periods. */
  readonly comparison?: Series | undefined
}

/** Dots with whiskers per period, e.g. incidence by quarter. An open dot is a period that is not complete. */
export function whiskersChart(series: Series, { subject, comparison }: WhiskersOptions, format: Format): ChartModel {
  const points = series.points
  const compared = new Map((comparison?.points ?? []).map((point) => [point.at, point.figure]))
  const other = points.map(({ at }) => compared.get(at))
  const otherValues = other.map((figure) => (figure === undefined ? undefined : drawnValue(figure, format)))
  const values = points.map(({ figure }) => drawnValue(figure, format))
  // The interval of a period that is not complete would dwarf the others.
  const ends = points.map(({ figure, incomplete }) => (incomplete === true ? undefined : drawnInterval(figure, format)))
  const unit = points[0]?.figure.unit ?? 'number'
  const scale = niceScale(
    [...values, ...otherValues, ...ends.flatMap((pair) => pair ?? [])].filter((value) => value !== undefined),
    'auto',
    3
  )
  const last = values.findLastIndex((value, i) => value !== undefined && points[i]?.incomplete !== true)
  const lastText = last < 0 ? '' : format.figure(points[last]!.figure).text
  return {
    marks: points.map((point, i) => ({
      key: String(point.at),
      title: periodTitle(point),
      lines: [
        ...figureLines(point.figure, format),
        ...(comparison === undefined || other[i] === undefined
          ? []
          : [`${comparison.label}: ${format.figure(other[i]).text}`])
      ],
      figure: point.figure,
      filters: filtersOf(point.figure)
    })),
    pointing: 'column',
    stride: 1,
    legend: [],
    table: {
      columns: [
        { label: common.period, numeric: false },
        ...rateColumns,
        ...(comparison === undefined ? [] : [{ label: comparison.label, numeric: true }])
      ],
      rows: points.map((point, i) => [
        { text: periodTitle(point) },
        ...rateCells(point.figure, format),
        ...(comparison === undefined ? [] : [other[i] === undefined ? { text: '–' } : figureCell(other[i], format)])
      ])
    },
    sentence: describeTrend(
      subject,
      completePeriods(points).map(({ label, figure }) => ({
        label,
        text: format.figure(figure).text,
        value: drawnValue(figure, format)
      }))
    ),
    note: sentences(points.some(({ incomplete }) => incomplete === true) ? m.openCircleNotCompleteYet : ''),
    minHeight: 72,
    scene(tokens, size) {
      const box = linePlot(size, scale, unit, 14 + textWidth(lastText), format)
      const position = alongSlots(box, points.length)
      const y = vertical(scale, box)
      const labels = periodLabels(
        points.map((point) => point.at),
        box.width / 44
      )
      const shapes = lineFrame(box, scale, unit, labels, position, tokens, format)
      const others = otherValues.map((value, i): Point | undefined =>
        value === undefined || points[i]?.incomplete === true ? undefined : [position(i), y(value)]
      )
      shapes.push(...lineThrough(others, { stroke: tokens.ref, lineWidth: 1.25, dash: [5, 3] }))
      values.forEach((value, i) => {
        if (value === undefined) return
        const range = ends[i]
        if (range !== undefined)
          shapes.push({
            kind: 'path',
            points: [
              [position(i), y(range[0])],
              [position(i), y(range[1])]
            ],
            stroke: tokens.main,
            lineWidth: 1.5
          })
        shapes.push(
          points[i]?.incomplete === true
            ? ring(position(i), y(value), tokens, tokens.main)
            : dot(position(i), y(value), 4, tokens)
        )
      })
      const final = values[last]
      if (final !== undefined)
        shapes.push({
          kind: 'text',
          x: position(points.length - 1) + 9,
          y: y(final),
          text: lastText,
          fill: tokens.text,
          weight: 500
        })
      return { shapes, places: values.map((value, i) => ({ x: position(i), y: y(value ?? scale.min) })) }
    }
  }
}
