import { defined } from '#shared/language/defined.ts'
import { storeOf, tableOf } from '../build/create-store.ts'
import {
  NONE,
  type Column,
  type DictionaryColumn,
  type IdColumn,
  type ReferenceColumn,
  type ReferenceKeys
} from '../model/column.ts'
import type { SecurityLabels } from '../model/security-labels.ts'
import type { CodingIndex, MergedRecords, ResourceIndex, Store, Table } from '../model/store.ts'
import { selectIds, gatherPlain, gatherTableIds, moveKeys, type MovedKeys, type NewPlaces } from './gather-column.ts'

/** People, rows or resources that stay, and where each of those before is now. */
export interface NewOrder {
  readonly rows: Int32Array
  readonly places: NewPlaces
}

/** A new order of everything in a store. */
export interface Rearrangement {
  /** Several people may have one place. */
  readonly people: NewOrder
  /** By resource type. */
  readonly resources: ReadonlyMap<string, NewOrder>
  /** By table; rows are sorted by the new places of their people, those without one last. */
  readonly tables: ReadonlyMap<string, NewOrder>
  /** Codes to use in place of those of a reference column. */
  readonly codesOf?: (column: ReferenceColumn) => Int32Array
  /** Rows to read a column from, in place of those of its table. */
  readonly rowsOf?: (table: string, column: string) => Int32Array | undefined
}

/** Puts what stays of a store in another order. What does not stay is neither in its tables nor in its texts. */
export function rearrangeStore(store: Store, { people, resources, tables, codesOf, rowsOf }: Rearrangement): Store {
  const indexes = new Map(
    Array.from(store.resources, ([type, index]) => [
      type,
      moveIndex(index, defined(resources.get(type)).rows, people.places)
    ])
  )
  const moved = {
    resources: new Map(
      Array.from(indexes, ([type, { ids }]) => [type, { ids, places: defined(resources.get(type)).places }] as const)
    ),
    rows: rowsByType(store, tables)
  }
  const keys = usedKeys(store, tables)
  const movedKeys = new Map<ReferenceKeys, MovedKeys>()
  const made = new Map<string, Table>()
  for (const [name, table] of store.tables) {
    const { rows } = defined(tables.get(name))
    const places = resources.get(table.resourceType)?.places
    const resource = rows.map((row) => places?.[table.resource[row]!] ?? NONE)
    const gather = (column: Column, read: Int32Array): Column => {
      if (column.kind === 'id') return idsOf(column, rows, resource, indexes.get(table.resourceType)?.ids)
      if (column.kind !== 'reference') return gatherPlain(column, read)
      const columnKeys = movedKeys.get(column.keys) ?? moveKeys(column, defined(keys.get(column.keys)), moved)
      movedKeys.set(column.keys, columnKeys)
      const before = codesOf?.(column) ?? column.codes
      const codes = read.map((row) => (before[row]! < 0 ? NONE : columnKeys.codes[before[row]!]!))
      return { kind: 'reference', codes, keys: columnKeys.keys, targets: columnKeys.targets }
    }
    const columns = new Map(
      Array.from(table.columns, ([column, values]) => [column, gather(values, rowsOf?.(name, column) ?? rows)])
    )
    made.set(name, moveTable(table, rows, resource, people, columns))
  }
  return storeOf({
    patients: people.rows.length,
    tables: made,
    concepts: store.concepts,
    codings: new Map(
      Array.from(store.codings, ([name, index]) => {
        const rows = tables.get(name)?.rows
        return [name, rows === undefined ? index : moveCodings(index, rows)]
      })
    ),
    resources: indexes,
    profiles: store.profiles,
    ...(store.labels === undefined ? {} : { labels: moveLabels(store.labels, resources, people) }),
    files: store.files,
    ...(store.sources === undefined ? {} : { sources: store.sources }),
    ...(store.merged === undefined ? {} : { merged: moveMerged(store.merged, people.places) }),
    report: { ...store.report, patients: people.rows.length },
    snapshot: store.snapshot,
    origins: store.origins
  })
}

/** The records of those who stay. */
function moveMerged({ person, ids, recordNumbers }: MergedRecords, places: NewPlaces): MergedRecords {
  const { rows } = moveAll(person.length, (record) => places[person[record]!]! >= 0)
  return {
    person: rows.map((record) => places[person[record]!]!),
    ids: selectIds(ids, rows),
    recordNumbers: gatherPlain(recordNumbers, rows) as DictionaryColumn
  }
}

/** A person whose resources became one has the labels of them all. */
function moveLabels(
  { texts, byType }: SecurityLabels,
  resources: ReadonlyMap<string, NewOrder>,
  people: NewOrder
): SecurityLabels {
  const moved = Array.from(byType, ([type, { rows, label }]) => {
    const places = type === 'Patient' ? people.places : defined(resources.get(type)).places
    const entries = Array.from(rows, (row, entry) => [places[row]!, label[entry]!] as const)
    const stay = entries.filter(([place]) => place >= 0).sort(([a], [b]) => a - b)
    const labels = { rows: Int32Array.from(stay, ([row]) => row), label: Int32Array.from(stay, ([, each]) => each) }
    return [type, labels] as const
  })
  return { texts, byType: new Map(moved) }
}

/** Numbers those that stay again. */
export function moveAll(count: number, stays: (position: number) => boolean): NewOrder {
  const places = new Int32Array(count).fill(NONE)
  let next = 0
  for (let index = 0; index < count; index++) if (stays(index)) places[index] = next++
  const rows = new Int32Array(next)
  places.forEach((place, index) => {
    if (place >= 0) rows[place] = index
  })
  return { rows, places }
}

function moveIndex(index: ResourceIndex, rows: Int32Array, ordinals: NewPlaces): ResourceIndex {
  const patient = rows.map((row) => (index.patient[row]! < 0 ? NONE : ordinals[index.patient[row]!]!))
  return {
    resourceType: index.resourceType,
    count: rows.length,
    ids: selectIds(index.ids, rows),
    file: rows.map((row) => index.file[row]!),
    line: Uint32Array.from(rows, (row) => index.line[row]!),
    offset: Float64Array.from(rows, (row) => index.offset[row]!),
    length: Uint32Array.from(rows, (row) => index.length[row]!),
    patient,
    profile: rows.map((row) => index.profile[row]!)
  }
}

function moveTable(
  table: Table,
  rows: Int32Array,
  resource: Int32Array,
  people: NewOrder,
  columns: ReadonlyMap<string, Column>
): Table {
  const { name, description, info, resourceType } = table
  const { patient: personOf, day } = table
  const patient = personOf && rows.map((row) => patientOf(personOf, row, people.places))
  return tableOf({
    name,
    description,
    info,
    resourceType,
    rows: rows.length,
    columns,
    patient,
    patientOffsets: patient && offsetsOf(patient, people.rows.length),
    day: day && rows.map((row) => day[row]!),
    resource
  })
}

function patientOf(patient: Int32Array, row: number, ordinals: NewPlaces): number {
  return patient[row]! < 0 ? NONE : ordinals[patient[row]!]!
}

/** Rows are sorted by patient, those without one last. */
function offsetsOf(patient: Int32Array, people: number): Int32Array {
  const offsets = new Int32Array(people + 1)
  for (const ordinal of patient) if (ordinal >= 0) offsets[ordinal + 1]!++
  for (let ordinal = 0; ordinal < people; ordinal++) offsets[ordinal + 1]! += offsets[ordinal]!
  return offsets
}

function idsOf(column: IdColumn, rows: Int32Array, resource: Int32Array, shared: IdColumn | undefined): IdColumn {
  return shared === undefined ? selectIds(column, rows) : gatherTableIds(column, rows, shared, resource)
}

/** References lead to rows of the table that has the ids of a type. */
function rowsByType(store: Store, tables: ReadonlyMap<string, NewOrder>): ReadonlyMap<string, NewPlaces> {
  const byType = new Map<string, NewPlaces>()
  for (const [name, { resourceType, columns }] of store.tables)
    if (columns.get('id')?.kind === 'id' && !byType.has(resourceType))
      byType.set(resourceType, defined(tables.get(name)).places)
  return byType
}

/** Which codes of shared keys any row that stays has. */
function usedKeys(store: Store, tables: ReadonlyMap<string, NewOrder>): ReadonlyMap<ReferenceKeys, Uint8Array> {
  const used = new Map<ReferenceKeys, Uint8Array>()
  for (const [name, { columns }] of store.tables)
    for (const column of columns.values()) {
      if (column.kind !== 'reference') continue
      const isUsed = used.get(column.keys) ?? new Uint8Array(column.keys.length)
      used.set(column.keys, isUsed)
      for (const row of defined(tables.get(name)).rows) if (column.codes[row]! >= 0) isUsed[column.codes[row]!] = 1
    }
  return used
}

function moveCodings({ offsets, ids }: CodingIndex, rows: Int32Array): CodingIndex {
  const moved = new Int32Array(rows.length + 1)
  rows.forEach((row, index) => {
    moved[index + 1] = moved[index]! + offsets[row + 1]! - offsets[row]!
  })
  const movedIds = new Int32Array(defined(moved.at(-1)))
  rows.forEach((row, index) => movedIds.set(ids.subarray(offsets[row], offsets[row + 1]), moved[index]))
  return { offsets: moved, ids: movedIds }
}
