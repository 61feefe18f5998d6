import { hiddenParts } from '#engine/base/privacy/small-cells.ts'

/** A group of people that gets a report of its own. */
export interface PackGroup {
  readonly value: string
  readonly label: string
  readonly people: number
}

/**
 * Which groups get a report. Groups of few people get none, and neither do as many of the next smallest as it takes so that
 * the others and everybody do not tell the size of a small one.
 * @param limit groups of 1 to this many people are small
 */
export function packGroups(
  values: readonly PackGroup[],
  limit: number
): { readonly groups: readonly PackGroup[]; readonly leftOut: number } {
  const present = values.filter(({ people }) => people > 0)
  const hidden = hiddenParts(
    present.map(({ people }) => people),
    limit
  )
  return { groups: present.filter((_, index) => !hidden.has(index)), leftOut: hidden.size }
}
