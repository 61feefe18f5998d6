import type { Column, ColumnKind, ColumnOf, ReferenceColumn } from '#engine/store/model/column.ts'
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
      ArrayBuffer.isView(value) ? repeated(value as Numbers, times) : value
    ])
  ) as unknown as Column
}

/**
 * References of one kind in all copies. Codes of records that are repeated lead to those of the same copy; they have no text, as texts do not
 * matter. Codes of the others, such as practices, stay what they are.
 */
interface RepeatedReferences {
  readonly targets: Int32Array
  /** 1 per code whose record is repeated. */
  readonly moves: Uint8Array
}

function repeatReferences(
  { keys, targets }: ReferenceColumn,
  times: number,
  rowsOf: ReadonlyMap<string, number>
): RepeatedReferences {
  const moves = new Uint8Array(targets.length)
  const longer = repeated(targets, times)
  let first = 0
  for (const { type, ids } of keys.stored) {
    const rows = rowsOf.get(type)
    if (rows !== undefined) {
      moves.fill(1, first, first + ids.length)
      for (let time = 1; time < times; time++)
        for (let code = first; code < first + ids.length; code++)
          if (targets[code]! >= 0) longer[time * targets.length + code]! += time * rows
    }
    first += ids.length
  }
  return { targets: longer, moves }
}

function moveReferences(column: ReferenceColumn, { targets, moves }: RepeatedReferences, times: number): Column {
  const { codes, targets: columnTargets } = column
  const longer = repeated(codes, times)
  for (let index = codes.length; index < longer.length; index++)
    if (longer[index]! >= 0 && moves[longer[index]!] === 1)
      longer[index]! += columnTargets.length * Math.floor(index / codes.length)
  return { ...column, codes: longer, targets }
}

function repeatCodings({ offsets, ids }: CodingIndex, times: number): CodingIndex {
  const rows = offsets.length - 1
  const longer = new Int32Array(rows * times + 1)
  for (let time = 0; time < times; time++)
    for (let row = 0; row <= rows; row++) longer[time * rows + row] = offsets[row]! + time * ids.length
  return { offsets: longer, ids: repeated(ids, times) }
}

/** Rows of nobody stand last; between people they would not. */
function isRepeated({ patientOffsets, rows }: Table, patients: number): boolean {
  return patientOffsets !== undefined && patientOffsets[patients] === rows
}

function repeatTable(table: Table, patients: number, times: number, repeatOne: (column: Column) => Column): Table {
  const { rows } = table
  if (table.patient === undefined || table.patientOffsets === undefined || !isRepeated(table, patients)) return table
  const patient = repeated(table.patient, times).map((row, index) => row + patients * Math.floor(index / rows))
  const patientOffsets = new Int32Array(patients * times + 1)
  for (let time = 0; time < times; time++)
    for (let person = 0; person <= patients; person++)
      patientOffsets[time * patients + person] = table.patientOffsets[person]! + time * rows
  const columns = new Map(Array.from(table.columns, ([name, column]) => [name, repeatOne(column)]))
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
  const { patients } = store
  // The table of a type itself comes before those of its parts.
  const rowsOf = new Map<string, number>()
  for (const table of store.tables.values())
    if (table.columns.get('id')?.kind === 'id' && isRepeated(table, patients))
      rowsOf.set(table.resourceType, table.rows)
  const references = new Map<Int32Array, RepeatedReferences>()
  const repeatOne = (column: Column): Column => {
    if (column.kind !== 'reference') return repeatColumn(column, times)
    const known = references.get(column.targets) ?? repeatReferences(column, times, rowsOf)
    references.set(column.targets, known)
    return moveReferences(column, known, times)
  }
  const tables = new Map(
    Array.from(store.tables, ([name, table]) => [name, repeatTable(table, patients, times, repeatOne)])
  )
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
