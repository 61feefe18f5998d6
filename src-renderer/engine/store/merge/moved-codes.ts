import type { ReferenceColumn } from '../model/column.ts'

/**
 * Codes of a reference column in which resources are named by others that stand for them.
 * @param leaders by resource type: the one that stands for each resource, which is itself for most
 */
export function codesByLeader({ codes, keys }: ReferenceColumn, leaders: ReadonlyMap<string, Int32Array>): Int32Array {
  let moved = codes
  let first = 0
  for (const { type, ids } of keys.stored) {
    const leader = leaders.get(type)
    const from = first
    const end = first + ids.length
    if (leader !== undefined)
      moved = moved.map((code) => (code >= from && code < end ? from + leader[code - from]! : code))
    first = end
  }
  return moved
}
