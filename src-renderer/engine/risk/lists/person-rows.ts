/** A row about a person. */
export interface PersonRow {
  readonly patient: number
}

/** The rows of all shards in the order of people; those of one person keep theirs. */
export function placeRows<R extends PersonRow>(parts: readonly (readonly R[])[]): readonly R[] {
  return parts.length === 1 ? parts[0]! : parts.flat().sort((left, right) => left.patient - right.patient)
}
