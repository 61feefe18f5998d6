import { DerivedValues } from '../../store/model/derived-values.ts'
import type { CodingIndex, Store, Table } from '../../store/model/store.ts'

const known = new DerivedValues<Table, Uint8Array>()

/**
 * 1 for diagnoses of the chart that are confirmed, or do not say: 0 for those that are refuted, entered in error, differential,
 * provisional or unconfirmed. Worked out once per table.
 */
export function confirmedConditions(conditions: Table): Uint8Array {
  return known.get(conditions, () => {
    const { codes, values } = conditions.column('verification_status', 'dictionary')
    const confirmed = Uint8Array.from(values, (value) => (value === 'confirmed' ? 1 : 0))
    return Uint8Array.from({ length: conditions.rows }, (_, row) => (codes[row]! < 0 ? 1 : confirmed[codes[row]!]!))
  })
}

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
