import type { PeopleSketch } from '#shared/governance/published-count.ts'

/** So many common hashes of two sketches say that the same people are meant: about an eighth of all. */
const COMMON_HASHES = 8

/** Whether two sketches are of populations with many people in common. */
export function isSamePeople(left: PeopleSketch, right: PeopleSketch): boolean {
  const other = new Set(right)
  return left.filter((hash) => other.has(hash)).length >= Math.min(COMMON_HASHES, left.length, right.length)
}
