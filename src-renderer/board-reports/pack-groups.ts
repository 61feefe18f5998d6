/** A group of people that gets a report of its own. */
export interface PackGroup {
  readonly value: string
  readonly label: string
  readonly people: number
}

/**
 * Which groups get a report. Groups of few people get none; where a single group would be left out, whose size the others
 * would tell, the next smallest is left out as well.
 * @param limit groups of 1 to this many people are small
 */
export function packGroups(
  values: readonly PackGroup[],
  limit: number
): { readonly groups: readonly PackGroup[]; readonly leftOut: number } {
  const present = values.filter(({ people }) => people > 0)
  const large = present.filter(({ people }) => people > limit)
  const small = present.length - large.length
  if (small !== 1) return { groups: large, leftOut: small }
  const next = large.toSorted((one, other) => one.people - other.people)[0]
  return { groups: large.filter((group) => group !== next), leftOut: next === undefined ? 1 : 2 }
}
