import { commonMessages as common } from '#messages/common.ts'
import { screensConnectionsHealthMessages as m } from '#messages/screens/connections/health.ts'
import type { ChartModel } from '../../../charts/model/chart-model.ts'
import { describeTrend } from '../../../charts/parts/describe.ts'
import { alongSlots, dot } from '../../../charts/parts/line-parts.ts'
import { AXIS_ROOM, crisp, labelsBelow, lineThrough, valueAxis, vertical } from '../../../charts/model/plot.ts'
import { textWidth } from '../../../charts/model/row-layout.ts'
import { niceScale } from '../../../charts/model/scale.ts'
import type { SceneShape } from '../../../charts/model/scene.ts'
import type { Format } from '../../../ui/format/format.ts'
import type { HealthSeries } from './health-series.ts'

/** From one label of a day to the next, also where the last one moves to the left, away from the edge. */
const labelRoom = 108

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
      title: titles[item] ?? '',
      lines: departs(item) ? [text(value), m.departsFromOrdinaryVariation] : [text(value)],
      filters: [],
      opens: true
    })),
    pointing: 'column',
    stride: 1,
    legend: [],
    table: {
      columns: [
        { label: common.exportLabel, numeric: false },
        { label, numeric: true },
        ...(limits === undefined ? [] : [{ label: m.variation, numeric: false }])
      ],
      rows: points.map(({ value }, item) => [
        { text: titles[item] ?? '' },
        { text: text(value), value },
        ...(limits === undefined ? [] : [{ text: departs(item) ? m.departs : m.ordinary }])
      ])
    },
    sentence: describeTrend(
      label,
      points.map(({ value }, item) => ({ label: titles[item] ?? '', text: text(value), value }))
    ),
    note: scale.min > 0 ? m.axisStartsAt(text(scale.min)) : '',
    minHeight: 96,
    scene(tokens, { width, height }) {
      const left = 14 + Math.max(24, ...[scale.min, scale.max].map((end) => textWidth(text(end))))
      const box = { x: left, y: 8, width: Math.max(1, width - left - 12), height: Math.max(40, height - AXIS_ROOM - 8) }
      const position = alongSlots(box, points.length)
      const y = vertical(scale, box)
      const days = points.map(({ at: when }) => format.day(Math.floor(when / 86_400_000)))
      const every = Math.ceil((points.length * labelRoom) / box.width)
      const level = (value: number, dash?: readonly number[]): SceneShape => ({
        kind: 'path',
        points: [
          [box.x, crisp(y(value))],
          [box.x + box.width, crisp(y(value))]
        ],
        stroke: tokens.ref,
        ...(dash === undefined ? {} : { dash })
      })
      const places = values.map((value, item) => ({ x: position(item), y: y(value) }))
      return {
        shapes: [
          ...valueAxis(scale, box, text, tokens),
          ...labelsBelow(
            days.map((day, item) => (item % every === 0 ? day : '')),
            position,
            box,
            tokens,
            width
          ),
          ...(limits === undefined
            ? []
            : [
                level(limits.mean),
                level(limits.upper, [4, 3]),
                ...(limits.lower > 0 ? [level(limits.lower, [4, 3])] : [])
              ]),
          ...lineThrough(
            places.map((place) => [place.x, place.y]),
            { stroke: tokens.ref, lineWidth: 1.25 }
          ),
          ...places.map((place, item) =>
            dot(place.x, place.y, 3.5, tokens, departs(item) ? tokens.concern : tokens.ref)
          )
        ],
        places
      }
    }
  }
}
