/** Numbers of something by day. */
export interface DayCounts {
  readonly first: number
  /** Of `first` and the days after it. */
  readonly counts: Uint32Array
}

/** Counts days that `visit` names; it is called twice. @returns undefined for none */
export function countDays(visit: (count: (day: number) => void) => void): DayCounts | undefined {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  visit((day) => {
    first = Math.min(first, day)
    last = Math.max(last, day)
  })
  if (!Number.isFinite(first)) return undefined
  const counts = new Uint32Array(last - first + 1)
  visit((day) => counts[day - first]!++)
  return { first, counts }
}

/** The sum of both. */
export function addDayCounts(left: DayCounts | undefined, right: DayCounts | undefined): DayCounts | undefined {
  if (left === undefined || right === undefined) return left ?? right
  const first = Math.min(left.first, right.first)
  const end = Math.max(left.first + left.counts.length, right.first + right.counts.length)
  const counts = new Uint32Array(end - first)
  counts.set(left.counts, left.first - first)
  const shift = right.first - first
  for (let index = 0; index < right.counts.length; index++) counts[shift + index]! += right.counts[index]!
  return { first, counts }
}

/** The sums of counts by key. */
export function addCounts<K>(left: ReadonlyMap<K, number>, right: ReadonlyMap<K, number>): ReadonlyMap<K, number> {
  const sums = new Map(left)
  for (const [key, count] of right) sums.set(key, (sums.get(key) ?? 0) + count)
  return sums
}
