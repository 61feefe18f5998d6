import { targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { CodingIndex, Store, Table } from '../../store/model/store.ts'

/**
 * Tells the concept of the Medication that each row of orders or dispenses refers to, or holds inside itself, -1 for none.
 * @returns undefined for tables whose rows refer to none, and where the data have none
 */
export function referredProduct(store: Store, table: Table): ((row: number) => number) | undefined {
  const inside = containedProducts(store, table)
  const product = store.tables.get('medication')?.columns.get('code')
  const reference = product?.kind === 'concept' ? table.columns.get('medication_id') : undefined
  if (product?.kind !== 'concept' || reference?.kind !== 'reference')
    return inside === undefined ? undefined : (row) => inside[row]!
  return (row) => {
    const target = targetOf(reference, row)
    return target < 0 ? (inside?.[row] ?? -1) : (product.ids[target] ?? -1)
  }
}

const knownInside = new DerivedValues<Table, Int32Array>()

/** The concept of the first Medication inside each row of orders or dispenses, -1 for none; undefined where no row has one. */
function containedProducts(store: Store, table: Table): Int32Array | undefined {
  const parts = store.tables.get(`${table.name}_contained`)
  const product = parts === undefined || parts.rows === 0 ? undefined : parts.columns.get('code')
  if (parts === undefined || product?.kind !== 'concept') return undefined
  return knownInside.get(table, () => {
    const inside = new Int32Array(table.rows).fill(-1)
    const owner = parts.column(`${table.name}_id`, 'reference')
    for (let part = 0; part < parts.rows; part++) {
      const row = targetOf(owner, part)
      if (row >= 0 && row < table.rows && inside[row]! < 0) inside[row] = product.ids[part]!
    }
    return inside
  })
}

const known = new DerivedValues<Table, CodingIndex>()

/**
 * All codings of a table's main concept; of orders and dispenses without one, that of the Medication they refer to, as EHRs write them.
 * Worked out once per table.
 * @returns undefined for tables that have neither codings nor references to medications
 */
export function productCodings(store: Store, table: Table): CodingIndex | undefined {
  const referred = referredProduct(store, table)
  const given = store.codings.get(table.name)
  if (referred === undefined) return given
  return known.get(table, () => joinCodings(table, given, referred))
}

function joinCodings(table: Table, given: CodingIndex | undefined, referred: (row: number) => number): CodingIndex {
  const main = table.columns.get('code')
  const single = main?.kind === 'concept' ? main.ids : undefined
  const offsets = new Int32Array(table.rows + 1)
  /** The one concept of a row that has no list of its given. */
  const conceptOf = (row: number): number => {
    const concept = given === undefined ? (single?.[row] ?? -1) : -1
    return concept >= 0 ? concept : referred(row)
  }
  const listed = (row: number): number => (given === undefined ? 0 : given.offsets[row + 1]! - given.offsets[row]!)
  for (let row = 0; row < table.rows; row++)
    offsets[row + 1] = offsets[row]! + (listed(row) || (conceptOf(row) >= 0 ? 1 : 0))
  const ids = new Int32Array(offsets[table.rows]!)
  for (let row = 0; row < table.rows; row++) {
    if (listed(row) > 0 && given !== undefined)
      ids.set(given.ids.subarray(given.offsets[row], given.offsets[row + 1]), offsets[row])
    else if (offsets[row + 1]! > offsets[row]!) ids[offsets[row]!] = conceptOf(row)
  }
  return { offsets, ids }
}
