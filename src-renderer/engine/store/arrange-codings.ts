import { STORED, type ArrangedResources } from './arrange-resources.ts'
import type { ArrangedTable } from './arrange-table.ts'
import type { OrderedChunk } from './chunk-order.ts'
import { NONE } from './column.ts'
import type { CodingIndex } from './store.ts'

/** All codings of each row of a table; concepts are still numbered as they arrived. */
export function arrangeCodings(
  chunks: readonly OrderedChunk[],
  index: number,
  table: ArrangedTable | undefined,
  { state, count }: ArrangedResources
): CodingIndex {
  const rowOf = new Int32Array(count).fill(NONE)
  table?.source.forEach((resource, row) => {
    rowOf[resource] = row
  })
  const parts = chunks.flatMap(({ codings, firstResource }) =>
    codings.filter(({ coding }) => coding === index).map((coding) => ({ ...coding, firstResource }))
  )
  const offsets = new Int32Array((table?.rows ?? 0) + 1)
  const each = (visit: (row: number, concept: number) => void): void => {
    for (const { firstResource, resource, concept } of parts) {
      for (let i = 0; i < resource.length; i++) {
        const source = firstResource + resource[i]!
        const row = rowOf[source]!
        if (row >= 0 && state[source] === STORED) visit(row, concept[i]!)
      }
    }
  }
  each((row) => offsets[row + 1]!++)
  for (let row = 1; row < offsets.length; row++) offsets[row]! += offsets[row - 1]!
  const next = offsets.slice()
  const ids = new Int32Array(offsets.at(-1) ?? 0)
  each((row, concept) => {
    ids[next[row]!++] = concept
  })
  return { offsets, ids }
}
