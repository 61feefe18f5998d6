import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import { storeOf, tableOf } from '../build/create-store.ts'
import { NONE } from '../model/column.ts'
import type { CodingIndex, ResourceIndex, Store, Table } from '../model/store.ts'
import { maskColumn } from './mask-column.ts'

/**
 * A store in which some resources are there with their ids, people and times alone. They have no place in a file any more, so
 * that nothing reads them again.
 * @param masked rows of the index, by type
 */
export function maskStore(store: Store, masked: ReadonlyMap<string, Bitset>): Store {
  const maskedRows = ({ resourceType, resource }: Table): number[] => {
    const bits = masked.get(resourceType)
    if (bits === undefined) return []
    return Array.from(resource.keys()).filter((row) => resource[row]! >= 0 && hasBit(bits, resource[row]!))
  }
  const tables = new Map<string, Table>()
  const codings = new Map(store.codings)
  for (const [name, table] of store.tables) {
    const rows = maskedRows(table)
    tables.set(name, rows.length === 0 ? table : maskTable(table, rows))
    const index = store.codings.get(name)
    if (rows.length > 0 && index !== undefined) codings.set(name, maskCodings(index, new Set(rows)))
  }
  const resources = new Map(
    Array.from(store.resources, ([type, index]) => [type, maskIndex(index, masked.get(type))] as const)
  )
  return storeOf({ ...store, tables, codings, resources })
}

function maskTable(table: Table, rows: readonly number[]): Table {
  const columns = Array.from(table.columns, ([name, column]) => [name, maskColumn(column, name, rows)] as const)
  return tableOf({ ...table, columns: new Map(columns) })
}

function maskIndex(index: ResourceIndex, masked: Bitset | undefined): ResourceIndex {
  if (masked === undefined) return index
  const without = (values: Int32Array): Int32Array => values.map((value, row) => (hasBit(masked, row) ? NONE : value))
  return { ...index, file: without(index.file), profile: without(index.profile) }
}

function maskCodings({ offsets, ids }: CodingIndex, masked: ReadonlySet<number>): CodingIndex {
  const moved = new Int32Array(offsets.length)
  const stay: number[] = []
  for (let row = 0; row + 1 < offsets.length; row++) {
    if (!masked.has(row)) stay.push(...ids.subarray(offsets[row], offsets[row + 1]))
    moved[row + 1] = stay.length
  }
  return { offsets: moved, ids: Int32Array.from(stay) }
}
