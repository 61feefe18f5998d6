/** One group of a sorted list. */
export interface FoundGroup {
  readonly code: number
  readonly rows: number
  /** Place of its first row. */
  readonly first: number
}

/**
 * Puts the groups of a list in order of size, the largest first, or leaves them in that of their keys, as days have one of
 * their own; rows of a group stay in their order, and groups of the same size too.
 * @param keys the group of each entry, equal ones side by side
 * @param entries reordered in place
 */
export function orderGroups(
  keys: Uint32Array,
  entries: Uint32Array,
  by: 'size' | 'key' = 'size'
): readonly FoundGroup[] {
  const groups: { readonly code: number; rows: number; readonly first: number }[] = []
  keys.forEach((code, index) => {
    const last = groups.at(-1)
    if (last?.code === code) last.rows++
    else groups.push({ code, rows: 1, first: index })
  })
  const before = entries.slice()
  let first = 0
  return groups
    .sort((a, b) => (by === 'size' ? b.rows - a.rows : a.first - b.first))
    .map((group) => {
      entries.set(before.subarray(group.first, group.first + group.rows), first)
      const placed = { ...group, first }
      first += group.rows
      return placed
    })
}
