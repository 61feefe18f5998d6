import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import type { TableCell } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'

/** A number of people as a cell; a group that is suppressed has no bare value either. */
export function peopleCell(people: number, format: Pick<Format, 'people' | 'smallCellLimit'>): TableCell {
  const hidden = isSmallCount(people, format.smallCellLimit)
  return hidden ? { text: format.people(people), withheld: true } : { text: format.people(people), value: people }
}
