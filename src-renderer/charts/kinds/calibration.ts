import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { Format } from '../../ui/format/format.ts'
import type { ChartModel } from '../model/chart-model.ts'
import { AXIS_ROOM, bottomAxis, horizontal, lineThrough, valueAxis, vertical } from '../model/plot.ts'
import { textWidth } from '../model/row-layout.ts'
import { niceScale } from '../model/scale.ts'
import type { SceneShape } from '../model/scene.ts'
import { axisText } from '../parts/axis-text.ts'
import { drawnInterval, drawnValue, figureLines, rateCells, rateColumns } from '../parts/figure-lines.ts'
import { dot } from '../parts/line-parts.ts'

/** People with similar predictions. */
export interface CalibrationPoint {
  readonly key: string
  readonly label: string
  /** Mean predicted risk. */
  readonly predicted: number
  /** Share with the event, with its interval. */
  readonly observed: Figure
}

/** Observed by predicted risk, with the line on which both are equal: are predictions right over their range? */
export function calibrationChart(points: readonly CalibrationPoint[], format: Format): ChartModel {
  // The mean risk of few people is about them as much as what became of them.
  const risk = ({ predicted, observed }: CalibrationPoint): number | undefined =>
    format.figure(observed).hidden ? undefined : predicted
  const apart = points.filter(({ predicted, observed }) => {
    const ends = drawnInterval(observed, format)
    return ends !== undefined && (predicted < ends[0] || predicted > ends[1])
  })
  return {
    marks: points.map((point) => {
      const { key, label, observed } = point
      const predicted = risk(point)
      return {
        key,
        title: label,
        lines: [
          ...figureLines(observed, format),
          ...(predicted === undefined ? [] : [`predicted ${format.value(predicted, 'proportion')}`])
        ],
        figure: observed,
        filters: []
      }
    }),
    pointing: 'near',
    stride: 1,
    legend: [
      { label: m.observed95Interval, shape: 'dot', tone: 'main' },
      { label: m.asPredicted, shape: 'dashed', tone: 'ref' }
    ],
    table: {
      columns: [{ label: common.group, numeric: false }, { label: m.predicted, numeric: true }, ...rateColumns],
      rows: points.map((point) => {
        const predicted = risk(point)
        return [
          { text: point.label },
          predicted === undefined
            ? { text: '–', value: '' }
            : { text: format.value(predicted, 'proportion'), value: predicted },
          ...rateCells(point.observed, format)
        ]
      })
    },
    sentence:
      apart.length === 0
        ? m.theIntervalOfEachOfGroups(format.count(points.length))
        : m.inOfGroupsTheIntervalDoes(format.count(apart.length), format.count(points.length)),
    note: '',
    minHeight: 150,
    scene(tokens, { width, height }) {
      const scale = niceScale(
        [0, ...points.flatMap((point) => [risk(point) ?? 0, ...(drawnInterval(point.observed, format) ?? [])])],
        'always'
      )
      const text = (value: number): string => axisText(value, 'proportion', scale, format)
      const left = 12 + textWidth(text(scale.max))
      const room = Math.max(60, height - AXIS_ROOM - 22)
      const box = { x: left, y: 8, width: Math.max(1, width - left - 14), height: room }
      const [x, y] = [horizontal(scale, box), vertical(scale, box)]
      const places = points.map((point) => ({
        x: x(risk(point) ?? scale.min),
        y: y(drawnValue(point.observed, format) ?? scale.min)
      }))
      return {
        shapes: [
          ...valueAxis(scale, box, text, tokens),
          ...bottomAxis(scale, box, text, tokens),
          {
            kind: 'text',
            x: box.x + box.width,
            y: box.y + box.height + 29,
            text: m.predictedInText,
            fill: tokens.axis,
            align: 'end'
          },
          ...lineThrough(
            [
              [x(scale.min), y(scale.min)],
              [x(scale.max), y(scale.max)]
            ],
            { stroke: tokens.ref, lineWidth: 1.25, dash: [5, 3] }
          ),
          ...points.flatMap(({ observed }, place): SceneShape[] => {
            const ends = drawnInterval(observed, format)
            const point = places[place]!
            if (drawnValue(observed, format) === undefined) return []
            return [
              ...(ends === undefined
                ? []
                : lineThrough(
                    [
                      [point.x, y(ends[0])],
                      [point.x, y(ends[1])]
                    ],
                    { stroke: tokens.main, lineWidth: 1.5 }
                  )),
              dot(point.x, point.y, 4, tokens)
            ]
          })
        ],
        places
      }
    }
  }
}
