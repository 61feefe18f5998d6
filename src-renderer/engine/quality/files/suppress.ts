/** A cell of a table of people: a part of some, and all of them. */
export interface PeopleCell {
  readonly numerator: number
  readonly denominator: number
}

function small(count: number, limit: number): boolean {
  return count >= 1 && count <= limit
}

/** Whether a cell says of a group of 1 to `limit` people how many they are: itself, its rest, or its whole. */
export function isSmallCell({ numerator, denominator }: PeopleCell, limit: number): boolean {
  return small(numerator, limit) || small(denominator - numerator, limit) || small(denominator, limit)
}

/**
 * Which cells of one margin, whose total is shown, are kept back (ResDAC: no cell of 1 to 10, and none from which one
 * can be derived). Where one alone is small, the next smallest is kept back with it, so that it cannot be found by
 * subtraction.
 * @param limit groups of 1 to so many people are small; 0 keeps nothing back
 */
export function suppressedCells(cells: readonly PeopleCell[], limit: number): readonly boolean[] {
  const hidden = cells.map((cell) => limit > 0 && isSmallCell(cell, limit))
  const places = cells.map((_, at) => at).filter((at) => cells[at]!.denominator > 0)
  if (hidden.filter(Boolean).length !== 1 || places.length < 2) return hidden
  const next = places
    .filter((at) => !hidden[at])
    .reduce(
      (least, at) => (cells[at]!.denominator < cells[least]!.denominator ? at : least),
      places.find((at) => !hidden[at])!
    )
  return hidden.map((one, at) => one || at === next)
}
