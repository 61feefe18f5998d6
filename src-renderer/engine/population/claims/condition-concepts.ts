import type { Store } from '../../store/model/store.ts'

/** All codings of a row of `condition`, as concepts; none where there are no conditions. */
export function conditionConcepts(store: Store): (row: number) => Int32Array {
  const table = store.tables.get('condition')
  const codings = store.codings.get('condition')
  if (table === undefined) return () => new Int32Array(0)
  const codes = table.column('code', 'concept').ids
  return (row) =>
    codings === undefined
      ? codes.subarray(row, row + 1).filter((id) => id >= 0)
      : codings.ids.subarray(codings.offsets[row], codings.offsets[row + 1])
}
