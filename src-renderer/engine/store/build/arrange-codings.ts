import type { ArrangedTable } from './arrange-table.ts'
import { NONE } from '../model/column.ts'
import type { CodingIndex } from '../model/store.ts'

/** All codings of each row of a table; concepts are still numbered as they arrived. */
export function arrangeCodings({ parts, places, rows }: ArrangedTable): CodingIndex {
  const total = parts.reduce((sum, { codings }) => sum + (codings?.concept.length ?? 0), 0)
  /** Row of each coding, -1 where its resource has none. */
  const rowOf = new Int32Array(total)
  const offsets = new Int32Array(rows + 1)
  let firstRow = 0
  let first = 0
  for (const { rows: count, resource, resources, codings } of parts) {
    if (codings !== undefined) {
      const own = new Int32Array(resources).fill(NONE)
      for (let row = 0; row < count; row++)
        own[resource[row]!] = Math.max(own[resource[row]!]!, places[firstRow + row]!)
      for (let index = 0; index < codings.resource.length; index++) {
        const row = own[codings.resource[index]!]!
        rowOf[first + index] = row
        if (row >= 0) offsets[row + 1]!++
      }
      first += codings.resource.length
    }
    firstRow += count
  }
  for (let row = 0; row < rows; row++) offsets[row + 1]! += offsets[row]!
  const next = offsets.slice()
  const ids = new Int32Array(offsets[rows]!)
  first = 0
  for (const { codings } of parts) {
    if (codings === undefined) continue
    for (let index = 0; index < codings.concept.length; index++) {
      const row = rowOf[first + index]!
      if (row >= 0) ids[next[row]!++] = codings.concept[index]!
    }
    first += codings.concept.length
  }
  return { offsets, ids }
}
