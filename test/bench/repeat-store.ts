import type { Column, ColumnKind, ColumnOf } from '#engine/store/model/column.ts'
import { storeOf } from '#engine/store/build/create-store.ts'
import type { CodingIndex, Store, Table } from '#engine/store/model/store.ts'

type Numbers = Int32Array | Float64Array | Uint8Array | Int16Array | Uint32Array

function repeated<T extends Numbers>(values: T, times: number): T {
  const longer = new (values.constructor as new (length: number) => T)(values.length * times)
  for (let time = 0; time < times; time++) longer.set(values, time * values.length)
  return longer
}

function repeatColumn(column: Column, times: number): Column {
  return Object.fromEntries(
    Object.entries(column).map(([name, value]) => [
      name,
      // What references lead to is told by key, not by row.
      ArrayBuffer.isView(value) && name !== 'targets' ? repeated(value as Numbers, times) : value
    ])
  ) as unknown as Column
}

/** References to people: each copy of a person is somebody else, whose claims are not those of the others. */
function repeatPeople(column: Column, patients: number, times: number): Column {
  if (column.kind !== 'reference') return repeatColumn(column, times)
  const { codes, targets, keys } = column
  const own = (values: Int32Array, size: number): Int32Array =>
    repeated(values, times).map((value, at) => (value < 0 ? value : value + size * Math.floor(at / values.length)))
  return { ...column, codes: own(codes, keys.length), targets: own(targets, patients) }
}

function repeatCodings({ offsets, ids }: CodingIndex, times: number): CodingIndex {
  const rows = offsets.length - 1
  const longer = new Int32Array(rows * times + 1)
  for (let time = 0; time < times; time++)
    for (let row = 0; row <= rows; row++) longer[time * rows + row] = offsets[row]! + time * ids.length
  return { offsets: longer, ids: repeated(ids, times) }
}

function repeatTable(table: Table, patients: number, times: number): Table {
  // Rows of nobody stand last; between people they would not.
  const rows = table.patientOffsets === undefined ? table.rows : table.patientOffsets[patients]!
  if (table.patient === undefined || table.patientOffsets === undefined || rows < table.rows) return table
  const patient = repeated(table.patient, times).map((one, at) => one + patients * Math.floor(at / rows))
  const patientOffsets = new Int32Array(patients * times + 1)
  for (let time = 0; time < times; time++)
    for (let one = 0; one <= patients; one++)
      patientOffsets[time * patients + one] = table.patientOffsets[one]! + time * rows
  const columns = new Map(
    Array.from(table.columns, ([name, column]) => [
      name,
      name === 'patient_id' ? repeatPeople(column, patients, times) : repeatColumn(column, times)
    ])
  )
  return {
    ...table,
    rows: rows * times,
    columns,
    patient,
    patientOffsets,
    day: table.day && repeated(table.day, times),
    resource: repeated(table.resource, times),
    column<K extends ColumnKind>(name: string, kind: K): ColumnOf<K> {
      const found = columns.get(name)
      if (found?.kind !== kind) throw new Error(`no ${kind} column ${table.name}.${name}`)
      return found as ColumnOf<K>
    }
  }
}

/** A population in which everybody is there so many times, with all records: for benches, where names do not matter. */
export function repeatStore(store: Store, times: number): Store {
  const tables = new Map(Array.from(store.tables, ([name, table]) => [name, repeatTable(table, store.patients, times)]))
  return storeOf({
    ...store,
    patients: store.patients * times,
    tables,
    codings: new Map(
      Array.from(store.codings, ([name, index]) => [
        name,
        tables.get(name)?.rows === store.tables.get(name)?.rows ? index : repeatCodings(index, times)
      ])
    )
  })
}
