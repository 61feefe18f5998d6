import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { PatientPanel } from '#engine/population/panels/results/patient-result.ts'
import { unitSuffix, unitText } from '#engine/base/fhir/unit-text.ts'
import type { Format } from '../../ui/format/format.ts'
import { axisText } from '../parts/axis-text.ts'
import { describeTrend } from '../parts/describe.ts'
import { dot, linePlot } from '../parts/line-parts.ts'
import { horizontal, lineThrough, valueAxis, vertical } from '../model/plot.ts'
import { niceScale } from '../model/scale.ts'
import type { SceneShape } from '../model/scene.ts'
import { dayTicks } from '../parts/time-axis.ts'
import type { ChartModel } from '../model/chart-model.ts'

/** One person's results of one test over time. The key of a mark is the index of its point. */
export function labChart(lab: PatientPanel['labs'][number], format: Format): ChartModel {
  const plain = unitText(lab.unit)
  const unit = unitSuffix(lab.unit)
  const text = (value: number): string => `${format.value(value, 'number')}${unit}`
  const scale = niceScale(
    lab.points.map(({ value }) => value),
    'auto',
    3
  )
  return {
    marks: lab.points.map(({ day, value }, item) => ({
      key: String(item),
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
        { label: m.date, numeric: false },
        { label: plain === '' ? common.value : m.valuePlain(plain), numeric: true }
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
    note: scale.min > 0 ? m.axisStartsAt(axisText(scale.min, 'number', scale, format), unit) : '',
    minHeight: 90,
    scene(tokens, size) {
      const box = linePlot(size, scale, 'number', 14, format)
      const range = span(lab.points)
      const x = horizontal({ min: range.from, max: range.to }, box)
      const y = vertical(scale, box)
      const places = lab.points.map(({ day, value }) => ({ x: x(day), y: y(value) }))
      return {
        shapes: [
          ...valueAxis(scale, box, (value) => axisText(value, 'number', scale, format), tokens),
          ...dayTicks(range.from, range.to, box.width / 60).map(({ day, label }): SceneShape => ({
            kind: 'text',
            x: x(day),
            y: box.y + box.height + 15,
            text: label,
            fill: tokens.axis,
            align: 'middle'
          })),
          ...lineThrough(
            places.map((place) => [place.x, place.y]),
            { stroke: tokens.main, lineWidth: 1.5 }
          ),
          ...places.map((place) => dot(place.x, place.y, 3, tokens))
        ],
        places
      }
    }
  }
}

/** At least two months, so that a single result does not stand alone on its axis. */
function span(points: PatientPanel['labs'][number]['points']): { readonly from: number; readonly to: number } {
  const [first = 0, last = first] = [points[0]?.day, points.at(-1)?.day]
  if (last - first >= 60) return { from: first, to: last }
  const middle = Math.round((first + last) / 2)
  return { from: middle - 32, to: middle + 32 }
}
