import { detachBuffer } from '#shared/detach-buffer.ts'
import type { ArrangedTable } from './arrange-table.ts'
import { NONE } from '../model/column.ts'
import type { CodingIndex } from '../model/store.ts'

// The loops over rows and codings are functions of their own, for the reason that scatter-rows.ts gives.

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
      const rowOfResource = rowsOfResources(resource.subarray(0, count), places.subarray(firstRow), resources)
      findRows(codings.resource, rowOfResource, rowOf.subarray(first), offsets)
      detachBuffer(rowOfResource)
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
    placeConcepts(codings.concept, rowOf.subarray(first), next, ids)
    first += codings.concept.length
  }
  detachBuffer(rowOf)
  detachBuffer(next)
  return { offsets, ids }
}

/** The last row of each resource of a part, -1 for a resource without one. */
function rowsOfResources(resource: Int32Array, places: Int32Array, resources: number): Int32Array {
  const rows = new Int32Array(resources).fill(NONE)
  for (let row = 0; row < resource.length; row++) {
    const place = places[row]!
    if (place > rows[resource[row]!]!) rows[resource[row]!] = place
  }
  return rows
}

/** Writes the row of each coding of a part, and counts them one row further on. */
function findRows(resource: Int32Array, rowOfResource: Int32Array, rowOf: Int32Array, counts: Int32Array): void {
  for (let index = 0; index < resource.length; index++) {
    const row = rowOfResource[resource[index]!]!
    rowOf[index] = row
    if (row >= 0) counts[row + 1]!++
  }
}

function placeConcepts(concept: Int32Array, rowOf: Int32Array, next: Int32Array, ids: Int32Array): void {
  for (let index = 0; index < concept.length; index++) {
    const row = rowOf[index]!
    if (row >= 0) ids[next[row]!++] = concept[index]!
  }
}
