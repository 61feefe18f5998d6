import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import { defined } from '#shared/language/defined.ts'
import type { Format } from '../../ui/format/format.ts'
import { formatDecimal } from '../../ui/format/number.ts'
import type { ChartModel } from '../model/chart-model.ts'
import { AXIS_ROOM, bottomAxis, horizontal, lineThrough, valueAxis, vertical } from '../model/plot.ts'
import { textWidth } from '../model/row-layout.ts'
import { niceScale } from '../model/scale.ts'
import type { Point } from '../model/scene.ts'
import { axisText } from '../parts/axis-text.ts'
import { drawnValue, figureCell } from '../parts/figure-lines.ts'

/** Net benefit of acting by a threshold. */
export interface BenefitPoint {
  readonly threshold: number
  /** Of acting by the model, per 1,000 people. */
  readonly model: Figure
  /** Of acting for everybody, per 1,000 people. */
  readonly everybody: Figure
}

/** Net benefit by threshold against acting for everybody and for nobody: is the model worth acting by? */
export function decisionCurveChart(given: readonly BenefitPoint[], format: Format): ChartModel {
  const drawn = (figure: Figure): number | undefined => {
    const value = drawnValue(figure, format)
    return value === undefined ? undefined : value / 1000
  }
  const points = given.map(({ threshold, model, everybody }) => ({
    threshold,
    figures: { model, everybody },
    model: drawn(model),
    everybody: drawn(everybody)
  }))
  const per1000 = (value: number | undefined): string =>
    value === undefined ? common.suppressed : formatDecimal(value * 1000, 1, format.locale)
  // What may be shown of both: nothing is said of the others.
  const shown = points.flatMap(({ threshold, model, everybody }) =>
    model === undefined || everybody === undefined ? [] : [{ threshold, model, everybody }]
  )
  const worth = shown.filter(({ model, everybody }) => model > Math.max(0, everybody))
  const isCoarse = points.some(({ model }) => model === undefined)
  const percent = (value: number): string => format.value(value, 'proportion')
  return {
    marks: points.map(({ threshold, figures, model, everybody }) => ({
      key: String(threshold),
      title: m.thresholdThreshold(percent(threshold)),
      lines:
        model === undefined
          ? [common.suppressed]
          : [m.per1000ByTheModel(per1000(model)), m.everybodyForEverybody(per1000(everybody)), m.n0ForNobody],
      figure: figures.model,
      filters: []
    })),
    pointing: 'column',
    stride: 1,
    legend: [
      { label: m.byTheModel, shape: 'line', tone: 'main' },
      { label: m.everybody, shape: 'dashed', tone: 'ref' },
      { label: m.nobody, shape: 'dotted', tone: 'ref' }
    ],
    table: {
      columns: [
        { label: m.threshold, numeric: true },
        { label: m.byTheModelPer1000, numeric: true },
        { label: m.everybodyPer1000, numeric: true }
      ],
      rows: points.map(({ threshold, figures }) => [
        { text: percent(threshold), value: threshold },
        figureCell(figures.model, format),
        figureCell(figures.everybody, format)
      ])
    },
    sentence:
      shown.length === 0
        ? m.theWorthOfTheModelIsSuppressed
        : worth.length === 0
          ? m.atNoThresholdIsTheModel
          : m.theModelIsBetterThanActing(
              format.count(worth.length),
              format.count(shown.length),
              percent(worth[0]!.threshold),
              percent(defined(worth.at(-1)).threshold)
            ),
    note: isCoarse && shown.length > 0 ? m.straightBetweenTheThresholdsShown : '',
    minHeight: 150,
    scene(tokens, { width, height }) {
      const across = niceScale([0, points.at(-1)?.threshold ?? 1], 'always')
      const best = Math.max(0.001, ...points.flatMap(({ model, everybody }) => [model ?? 0, everybody ?? 0]))
      const scale = niceScale([-0.25 * best, best])
      const text = (value: number): string =>
        axisText(value * 1000, 'number', { interval: scale.interval * 1000 }, format)
      const left = 12 + Math.max(textWidth(text(scale.max)), textWidth(text(scale.min)))
      const box = {
        x: left,
        y: 8,
        width: Math.max(1, width - left - 14),
        height: Math.max(60, height - AXIS_ROOM - 22)
      }
      const [x, y] = [horizontal(across, box), vertical(scale, box)]
      const inside = (value: number): number => y(Math.max(scale.min, value))
      const line = (of: (point: DrawnBenefit) => number | undefined): Point[] =>
        visible(points, of, scale.min).map(([threshold, value]) => [x(threshold), y(value)])
      return {
        shapes: [
          ...valueAxis(scale, box, text, tokens),
          ...bottomAxis(across, box, (value) => axisText(value, 'proportion', across, format), tokens),
          {
            kind: 'text',
            x: box.x + box.width,
            y: box.y + box.height + 29,
            text: m.thresholdInText,
            fill: tokens.axis,
            align: 'end'
          },
          ...lineThrough(
            [
              [x(across.min), y(0)],
              [x(across.max), y(0)]
            ],
            { stroke: tokens.ref, lineWidth: 1.25, dash: [2, 3] }
          ),
          ...lineThrough(
            line(({ everybody }) => everybody),
            { stroke: tokens.ref, lineWidth: 1.25, dash: [5, 3] }
          ),
          ...lineThrough(
            line(({ model }) => model),
            { stroke: tokens.main, lineWidth: 1.75 }
          )
        ],
        places: points.map(({ threshold, model }) => ({ x: x(threshold), y: inside(model ?? 0) }))
      }
    }
  }
}

interface DrawnBenefit {
  readonly threshold: number
  readonly model: number | undefined
  readonly everybody: number | undefined
}

/** The part of a curve above the lower edge, up to where it first crosses it. */
function visible(
  points: readonly DrawnBenefit[],
  of: (point: DrawnBenefit) => number | undefined,
  lowest: number
): readonly Point[] {
  const seen: Point[] = []
  for (const point of points) {
    const [threshold, value] = [point.threshold, of(point)]
    if (value === undefined) continue
    const before = seen.at(-1)
    if (value >= lowest) {
      seen.push([threshold, value])
      continue
    }
    if (before !== undefined && before[1] > lowest) {
      const share = (before[1] - lowest) / (before[1] - value)
      seen.push([before[0] + share * (threshold - before[0]), lowest])
    }
    break
  }
  return seen
}
