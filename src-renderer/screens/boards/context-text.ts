import { screensBoardsMessages as m } from '#messages/screens/boards.ts'
import type { Board } from '#engine/boards/board.ts'
import type { Format } from '../../ui/format/format.ts'

/** For which day and people a board is computed. */
export function contextText({ asOf, filters }: Board, format: Pick<Format, 'day' | 'filter'>): string {
  const day = asOf.rule === 'latest' ? m.latestData : m.asOfDay(format.day(asOf.day))
  const people = filters.map((filter) => {
    const { name, value } = format.filter(filter)
    return `${name}: ${value}`
  })
  return `${day}, ${people.length === 0 ? 'everyone' : people.join('; ')}`
}
