import type { Day } from '#engine/base/figures/filter.ts'
import { defined } from '#shared/language/defined.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'
import { crisp } from '../model/plot.ts'
import type { Box, SceneShape } from '../model/scene.ts'

/** Something that happened, or is to happen, on a day. */
export interface ChartEvent {
  readonly at: Day
  readonly text: string
}

/**
 * Events as upright lines with their numbers at the top, where they lie within the chart.
 * @param days first day of each period, ascending
 * @param position where the period of an index is drawn
 */
export function eventLines(
  events: readonly ChartEvent[],
  days: readonly Day[],
  position: (index: number) => number,
  box: Box,
  tokens: ChartTokens
): SceneShape[] {
  return events.flatMap((event, index): SceneShape[] => {
    const place = placeOf(event.at, days)
    if (place === undefined) return []
    const left = Math.floor(place)
    const x = crisp(
      position(left) + (left + 1 < days.length ? (position(left + 1) - position(left)) * (place - left) : 0)
    )
    return [
      {
        kind: 'path',
        points: [
          [x, box.y],
          [x, box.y + box.height]
        ],
        stroke: tokens.axis,
        dash: [1, 2]
      },
      {
        kind: 'text',
        x: x + 3,
        y: box.y + 6,
        text: String(index + 1),
        fill: tokens.textSecondary,
        weight: 500,
        behind: tokens.page
      }
    ]
  })
}

/** Index of the period of a day, with the part of the period that is over; undefined outside of the chart. */
function placeOf(day: Day, days: readonly Day[]): number | undefined {
  const first = days[0]
  const last = days.at(-1)
  if (first === undefined || last === undefined || day < first) return undefined
  const length = days.length < 2 ? 31 : last - defined(days.at(-2))
  if (day >= last + length) return undefined
  const index = days.findLastIndex((each) => each <= day)
  const next = days[index + 1]
  return next === undefined ? index : index + (day - days[index]!) / (next - days[index]!)
}

/** The events of a chart in a sentence, by their numbers; '' where none lies within it. */
export function eventText(events: readonly ChartEvent[], days: readonly Day[], dayText: (day: Day) => string): string {
  const shown = events.flatMap((event, index) =>
    placeOf(event.at, days) === undefined ? [] : [`${index + 1}: ${event.text}, ${dayText(event.at)}`]
  )
  return shown.length === 0 ? '' : `${shown.join('; ')}.`
}
