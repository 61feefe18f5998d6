import type { CodingIndex, Store, Table } from '../../store/model/store.ts'

/** All codings of a row of `condition`, as concepts; none where there are no conditions. */
export function conditionConcepts(store: Store): (row: number) => Int32Array {
  const table = store.tables.get('condition')
  if (table === undefined) return () => new Int32Array(0)
  return rowConcepts(table, store.codings.get('condition'))
}

/**
 * All codings of a row of a table, as concepts; the main one alone in data that were stored without lists of codings.
 * @param codings those of the table
 */
export function rowConcepts(table: Table, codings: CodingIndex | undefined): (row: number) => Int32Array {
  const main = table.column('code', 'concept').ids
  return (row) =>
    codings === undefined
      ? main.subarray(row, row + 1).filter((id) => id >= 0)
      : codings.ids.subarray(codings.offsets[row], codings.offsets[row + 1])
}
