import { isSmallCount } from './small-count.ts'
import type { Figure } from '../figures/figure.ts'
import { suppressParts, suppressTable } from './suppress-table.ts'

/**
 * The one rule for small cells, after the CMS cell size suppression policy as ResDAC describes it: no cell of 1 to 10
 * people is shown, and none from which one can be derived. The limit is the user's; 0 hides nothing.
 */

/** A cell of a table of people: a part of some, and all of them. */
export interface PeopleCell {
  readonly numerator: number
  readonly denominator: number
}

/** Whether a cell tells the size of a group of 1 to `limit` people: of its part, of its rest, or of all of them. */
export function isSmallCell({ numerator, denominator }: PeopleCell, limit: number): boolean {
  return (
    isSmallCount(numerator, limit) || isSmallCount(denominator, limit) || isSmallCount(denominator - numerator, limit)
  )
}

/** Whether a figure describes a group of 1 to `limit` people, or would reveal one as the rest of its group. */
export function isSmallFigure(figure: Figure, limit: number): boolean {
  const { value, numerator, denominator, unit, people, fewest, tells } = figure
  if (isSmallCount(fewest, limit) || isSmallCount(tells, limit)) return true
  if (people !== undefined) return isSmallCount(people, limit)
  if (unit === 'people') return isSmallCount(value, limit)
  if (unit === 'proportion' && numerator !== undefined && denominator !== undefined)
    return isSmallCell({ numerator, denominator }, limit)
  return isSmallCount(numerator, limit) || isSmallCount(denominator, limit)
}

/**
 * Which groups with a part each are hidden where the part and the size of all groups together are known: the small ones, and
 * as many others as it takes so that no small part, rest or group can be worked out.
 */
export function suppressedCells(cells: readonly PeopleCell[], limit: number): readonly boolean[] {
  if (limit <= 0) return cells.map(() => false)
  const counts = cells.map(({ numerator, denominator }) => [numerator, denominator - numerator])
  const status = suppressTable(counts, limit, true)
  return cells.map((_, row) => [...status.cells[row]!, status.rowTotals[row]!].some((each) => each !== 'shown'))
}

/**
 * The same for the parts of a whole of known size.
 * @param counts people in each part
 * @returns indexes of the parts to hide
 */
export function hiddenParts(counts: readonly number[], limit: number): ReadonlySet<number> {
  const { parts } = suppressParts(counts, limit, true)
  return new Set(parts.flatMap((status, index) => (status === 'shown' ? [] : [index])))
}
