import { commonMessages as common } from '#messages/common.ts'
import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { nouns } from '#messages/nouns.ts'
import type { TimelineEvent } from '#engine/population/panels/results/patient-result.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import type { Format } from '../../ui/format/format.ts'
import { crisp, horizontal } from '../model/plot.ts'
import { textWidth } from '../model/row-layout.ts'
import type { SceneShape } from '../model/scene.ts'
import { dayTicks } from '../parts/time-axis.ts'
import type { ChartModel } from '../model/chart-model.ts'

/** Lanes from top to bottom with their names. */
const lanes = [
  { id: 'encounters', label: m.encounters },
  { id: 'conditions', label: m.conditions },
  { id: 'observations', label: m.observations },
  { id: 'medications', label: m.medications },
  { id: 'procedures', label: m.procedures },
  { id: 'immunizations', label: m.immunizations },
  { id: 'claims', label: m.claims },
  { id: 'other', label: m.other }
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
    marks: shown.map(({ event, index }) => ({
      key: String(index),
      title: days(event, format),
      lines: [event.label, ...(event.detail === '' ? [] : [event.detail])],
      filters: [],
      opens: true
    })),
    pointing: 'near',
    stride: 1,
    legend: [],
    table: {
      columns: [m.date, m.until, common.kind, common.what, m.detail].map((label) => ({ label, numeric: false })),
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
        ? m.noEventsInThisPeriod
        : m.fromTo(
            format.quantity(shown.length, nouns.event),
            format.day(range.from),
            format.day(range.to),
            used.map(({ label }, i) => `${inSentence(label)} ${format.count(counts[i] ?? 0)}`).join(', ')
          ),
    note: '',
    minHeight: used.length * 22 + 26,
    scene(tokens, { width, height }) {
      const left = Math.min(
        130,
        Math.max(70, ...used.map(({ label }, i) => textWidth(`${label} ${format.count(counts[i] ?? 0)}`) + 14))
      )
      const laneHeight = Math.min(52, (height - 26) / Math.max(1, used.length))
      const box = { x: left, y: 2, width: Math.max(1, width - left - 12), height: laneHeight * used.length }
      const x = horizontal({ min: range.from, max: Math.max(range.to, range.from + 1) }, box)
      const levels = stack(
        shown.map(({ event }) => ({ lane: laneOf.get(event.lane) ?? 0, x: x(Math.max(event.day, range.from)) }))
      )
      const events = shown.map(({ event }, item) => {
        const from = x(Math.max(event.day, range.from))
        const until = x(Math.min(event.endDay ?? event.day, range.to))
        const lane = laneOf.get(event.lane) ?? 0
        return { from, until, y: box.y + (lane + 0.5 + levels[item]! * 0.22) * laneHeight }
      })
      return {
        shapes: [
          ...dayTicks(range.from, range.to, box.width / 64).flatMap(({ day, label }): SceneShape[] => [
            {
              kind: 'path',
              points: [
                [crisp(x(day)), box.y],
                [crisp(x(day)), box.y + box.height]
              ],
              stroke: tokens.grid
            },
            { kind: 'text', x: x(day), y: box.y + box.height + 13, text: label, fill: tokens.axis, align: 'middle' }
          ]),
          ...used.flatMap(({ label }, i): SceneShape[] => {
            const y = box.y + (i + 0.5) * laneHeight
            return [
              {
                kind: 'path',
                points: [
                  [0, crisp(box.y + (i + 1) * laneHeight)],
                  [box.x + box.width, crisp(box.y + (i + 1) * laneHeight)]
                ],
                stroke: tokens.lineSubtle
              },
              { kind: 'text', x: 2, y, text: label, fill: tokens.text },
              { kind: 'text', x: left - 10, y, text: format.count(counts[i] ?? 0), fill: tokens.axis, align: 'end' }
            ]
          }),
          ...events.map(({ from, until, y }): SceneShape =>
            until - from > 8
              ? {
                  kind: 'rect',
                  x: from,
                  y: y - 2,
                  width: until - from,
                  height: 4,
                  radius: 2,
                  fill: tokens.main,
                  opacity: 0.4
                }
              : { kind: 'circle', x: from, y, r: 3, fill: tokens.main, opacity: 0.7 }
          )
        ],
        places: events.map(({ from, y }) => ({ x: from, y }))
      }
    }
  }
}

/** Levels of a lane, from its middle outwards. */
const LEVELS = [0, -1, 1]
/** Marks nearer than this stand on different levels. */
const NEAR = 6

/**
 * Levels of marks within their lanes: on the middle line, and next to it only where another mark is in the way. Where all
 * levels are taken, marks cover each other on the line. @param marks from left to right
 */
function stack(marks: readonly { readonly lane: number; readonly x: number }[]): number[] {
  const ends = new Map<string, number>()
  return marks.map(({ lane, x }) => {
    const level = LEVELS.find((each) => (ends.get(`${lane} ${each}`) ?? -Infinity) + NEAR <= x) ?? 0
    ends.set(`${lane} ${level}`, x)
    return level
  })
}

function days(event: TimelineEvent, format: Format): string {
  const start = format.day(event.day)
  return event.endDay === undefined || event.endDay === event.day
    ? start
    : m.endsToEnds(start, format.day(event.endDay))
}
