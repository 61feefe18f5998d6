import type { Figure } from '../figures/figure.ts'

/**
 * The one rule for small cells, after the CMS cell size suppression policy as ResDAC describes it: no cell of 1 to 10
 * people is shown, and none from which one can be derived. The limit is the user's; 0 hides nothing.
 */

/** A cell of a table of people: a part of some, and all of them. */
export interface PeopleCell {
  readonly numerator: number
  readonly denominator: number
}

/** Whether a count is of 1 to `limit` people. */
function isSmallCount(count: number | undefined, limit: number): boolean {
  return count !== undefined && count >= 1 && count <= limit
}

/** Whether a cell tells the size of a group of 1 to `limit` people: of its part, of its rest, or of all of them. */
export function isSmallCell({ numerator, denominator }: PeopleCell, limit: number): boolean {
  return (
    isSmallCount(numerator, limit) || isSmallCount(denominator, limit) || isSmallCount(denominator - numerator, limit)
  )
}

/** Whether a figure describes a group of 1 to `limit` people, or would reveal one as the rest of its group. */
export function isSmallFigure(figure: Figure, limit: number): boolean {
  const { value, numerator, denominator, unit, people } = figure
  if (people !== undefined) return isSmallCount(people, limit)
  if (unit === 'people') return isSmallCount(value, limit)
  if (unit === 'proportion' && numerator !== undefined && denominator !== undefined)
    return isSmallCell({ numerator, denominator }, limit)
  return isSmallCount(numerator, limit) || isSmallCount(denominator, limit)
}

/**
 * Which cells of one margin, whose total is shown, are hidden: the small ones, and where that is one alone also the next
 * smallest, so that it cannot be found by subtraction.
 */
export function suppressedCells(cells: readonly PeopleCell[], limit: number): readonly boolean[] {
  const hidden = cells.map((cell) => isSmallCell(cell, limit))
  if (hidden.filter(Boolean).length !== 1) return hidden
  const others = cells.flatMap(({ denominator }, index) =>
    hidden[index] === true || denominator === 0 ? [] : [{ denominator, index }]
  )
  const next = others.toSorted((a, b) => a.denominator - b.denominator)[0]?.index
  return hidden.map((small, index) => small || index === next)
}

/**
 * The same for the parts of a whole.
 * @param counts people in each part
 * @returns indexes of the parts to hide
 */
export function hiddenParts(counts: readonly number[], limit: number): ReadonlySet<number> {
  const cells = counts.map((count) => ({ numerator: count, denominator: count }))
  return new Set(suppressedCells(cells, limit).flatMap((hidden, index) => (hidden ? [index] : [])))
}
