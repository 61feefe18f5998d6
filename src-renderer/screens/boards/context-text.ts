import { screensBoardsMessages as m } from '#messages/screens/boards.ts'
import type { Board } from '#engine/boards/board.ts'
import type { Format } from '../../ui/format/format.ts'

/**
 * For which day and people a board is computed, and for which measurement period where it has figures of measures.
 * @param period name of the period in view
 */
export function contextText(
  { asOf, filters, items }: Board,
  period: string,
  format: Pick<Format, 'day' | 'filter'>
): string {
  const day = asOf.rule === 'latest' ? m.latestData : m.asOfDay(format.day(asOf.day))
  const people = filters.map((filter) => {
    const { name, value } = format.filter(filter)
    return `${name}: ${value}`
  })
  const who = people.length === 0 ? m.everyone : people.join('; ')
  return asksMeasures({ items }) ? m.dayWhoMeasuresOf(day, who, period) : `${day}, ${who}`
}

/** Whether a board has figures of measures, which are of a measurement period. */
export function asksMeasures({ items }: Pick<Board, 'items'>): boolean {
  return items.some(
    (item) => item.kind === 'figure' && (item.source.of === 'measures' || item.source.of === 'worklist')
  )
}
