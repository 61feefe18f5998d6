import type { CustomSeriesRenderItemReturn } from 'echarts'
import type { TimelineEvent } from '#engine/panels/panel.ts'
import type { Day } from '#engine/selection/filter.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { textWidth } from '../row-layout.ts'
import type { ChartModel } from '../chart-model.ts'

const dayMillis = 86_400_000

/** Lanes from top to bottom with their names. */
const lanes = [
  { id: 'encounters', label: 'Encounters' },
  { id: 'conditions', label: 'Conditions' },
  { id: 'observations', label: 'Observations' },
  { id: 'medications', label: 'Medications' },
  { id: 'procedures', label: 'Procedures' },
  { id: 'immunizations', label: 'Immunizations' },
  { id: 'claims', label: 'Claims' },
  { id: 'other', label: 'Other' }
] as const satisfies readonly { readonly id: TimelineEvent['lane']; readonly label: string }[]

/**
 * One person's record on lanes: what happened when? The key of a mark is the index of its event.
 * @param range first and last day shown
 */
export function timelineChart(
  events: readonly TimelineEvent[],
  range: { readonly from: Day; readonly to: Day },
  format: Format
): ChartModel {
  const shown = events
    .map((event, index) => ({ event, index }))
    .filter(({ event }) => (event.endDay ?? event.day) >= range.from && event.day <= range.to)
    .toSorted((a, b) => a.event.day - b.event.day)
  const used = lanes.filter(({ id }) => events.some(({ lane }) => lane === id))
  const laneOf = new Map<string, number>(used.map(({ id }, i) => [id, i]))
  const counts = used.map(({ id }) => shown.filter(({ event }) => event.lane === id).length)
  return {
    marks: shown.map(({ event, index }, item) => ({
      key: String(index),
      series: 0,
      item,
      at: [Math.max(event.day, range.from) * dayMillis, laneOf.get(event.lane) ?? 0],
      nudge: spread(item),
      title: days(event, format),
      lines: [event.label, ...(event.detail === '' ? [] : [event.detail])],
      filters: [],
      opens: true
    })),
    pointing: 'near',
    stride: 1,
    legend: [],
    table: {
      columns: ['Date', 'Until', 'Kind', 'What', 'Detail'].map((label) => ({ label, numeric: false })),
      rows: shown.map(({ event }) => [
        { text: format.day(event.day) },
        { text: event.endDay === undefined ? '' : format.day(event.endDay) },
        { text: lanes.find(({ id }) => id === event.lane)?.label ?? '' },
        { text: event.label },
        { text: event.detail }
      ])
    },
    sentence:
      shown.length === 0
        ? 'No events in this period.'
        : `${format.quantity(shown.length, 'event', 'events')} from ${format.day(range.from)} to ${format.day(range.to)}: ${used
            .map(({ label }, i) => `${label.toLowerCase()} ${format.count(counts[i] ?? 0)}`)
            .join(', ')}.`,
    note: '',
    minHeight: used.length * 22 + 26,
    option(tokens, { height }) {
      const left = Math.min(
        120,
        Math.max(70, ...used.map(({ label }, i) => textWidth(`${label} ${format.count(counts[i] ?? 0)}`) + 14))
      )
      const laneHeight = Math.min(52, (height - 26) / Math.max(1, used.length))
      return {
        useUTC: true,
        grid: { left, right: 12, top: 2, height: laneHeight * used.length, outerBoundsMode: 'none' },
        xAxis: {
          type: 'time',
          min: range.from * dayMillis,
          max: range.to * dayMillis,
          axisLabel: { hideOverlap: true, color: tokens.axis },
          splitLine: { show: true, lineStyle: { color: tokens.grid } }
        },
        yAxis: {
          type: 'category',
          inverse: true,
          data: used.map(({ label }, i) => `{n|${label}} {c|${format.count(counts[i] ?? 0)}}`),
          splitLine: { show: true, lineStyle: { color: tokens.lineSubtle } },
          axisLabel: {
            interval: 0,
            align: 'left',
            margin: left - 2,
            rich: {
              n: { color: tokens.text, fontSize: 11, fontFamily: tokens.font },
              c: { color: tokens.axis, fontSize: 11, fontFamily: tokens.font }
            }
          }
        },
        series: [
          {
            type: 'custom',
            clip: true,
            encode: { x: [0, 2], y: 1 },
            data: shown.map(({ event }) => [
              event.day * dayMillis,
              laneOf.get(event.lane) ?? 0,
              (event.endDay ?? event.day) * dayMillis
            ]),
            renderItem(params, api): CustomSeriesRenderItemReturn {
              const [start = 0, lane = 0, end = 0] = [0, 1, 2].map((dimension) => Number(api.value(dimension)))
              const [x = 0, middle = 0] = api.coord([start, lane])
              const [until = x] = api.coord([end, lane])
              const y = middle + spread(params.dataIndex) * laneHeight
              const style = { fill: tokens.main, opacity: 0.7 }
              const emphasis = { style: { stroke: tokens.text, lineWidth: 1, opacity: 1 } }
              return until - x > 8
                ? {
                    type: 'rect',
                    shape: { x, y: y - 2, width: until - x, height: 4, r: 2 },
                    style: { ...style, opacity: 0.4 },
                    emphasis
                  }
                : { type: 'circle', shape: { cx: x, cy: y, r: 3 }, style, emphasis }
            }
          }
        ]
      }
    }
  }
}

/** Repeatable scatter around the middle of a lane, as a share of its height, so that events of one day do not cover each other. */
function spread(index: number): number {
  // Mixes the bits, so that events at even distances do not line up.
  let bits = Math.imul(index + 1, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b)
  return (((bits ^ (bits >>> 13)) >>> 0) / 2 ** 32) * 0.6 - 0.3
}

function days(event: TimelineEvent, format: Format): string {
  const start = format.day(event.day)
  return event.endDay === undefined || event.endDay === event.day ? start : `${start} to ${format.day(event.endDay)}`
}
