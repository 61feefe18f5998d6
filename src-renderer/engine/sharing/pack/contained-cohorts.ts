import { isSmallCount } from '../../base/privacy/small-count.ts'
import { defined } from '#shared/language/defined.ts'
import { countPairs } from '../../base/kernels/codes.ts'
import { addLists, sumShards, type View } from '../../population/panels/base/view.ts'
import type { MemberCounts, CountedPack } from './count-groups.ts'
import { memberCells } from './pack-cells.ts'

/** How many people in view say yes to both of two questions. */
function countBoth(view: View, left: string, right: string): number {
  const pairs = sumShards(
    view,
    ({ population, asOf, people }) =>
      countPairs(population.codes(left, asOf), 2, population.codes(right, asOf), 2, people),
    addLists
  )
  return pairs[3]!
}

const dimensionOf = ({ kind, id }: MemberCounts): string => `${kind}:${id}`

/**
 * Counts of cohorts that would tell a small group next to another one: where everybody of a cohort is in a registry or in
 * another cohort, or the other way round, somebody who reads the definitions can subtract one from the other, group by group.
 * @param limit groups of 1 to so many people are small
 * @returns keys of cells
 */
export function tellingCells(view: View, { people, members }: CountedPack, limit: number): ReadonlySet<string> {
  const told = new Set<string>()
  const keyed = (counts: MemberCounts) =>
    new Map(memberCells(counts, people).cells.map(({ key, count }) => [key, count]))
  for (const [place, cohort] of members.entries()) {
    if (cohort.kind !== 'cohort' || cohort.missing !== undefined) continue
    const cells = keyed(cohort)
    // Of two cohorts, the second gives way.
    for (const other of members.slice(0, place)) {
      if (other.missing !== undefined) continue
      const both = countBoth(view, dimensionOf(cohort), dimensionOf(other))
      if (both !== cohort.members.all && both !== other.members.all) continue
      const others = keyed(other)
      const [prefix, theirs] = [cohort, other].map(({ kind, id }) => `${kind}/${id}`) as [string, string]
      for (const [key, count] of cells) {
        if (key !== prefix && !key.startsWith(`${prefix}/`)) continue
        const rest = Math.abs(count - defined(others.get(`${theirs}${key.slice(prefix.length)}`)))
        if (isSmallCount(rest, limit)) told.add(key)
      }
    }
  }
  return told
}
