import { storeOf, tableOf, type PopulationStores } from '../store/build/create-store.ts'
import type { Column } from '../store/model/column.ts'
import { idsOfRows } from '../store/model/id-column.ts'
import type { CodingIndex, Store, Table } from '../store/model/store.ts'
import { shardTargets, type RowRange, type ShardTargets } from './range-targets.ts'
import { onlyShard, type PopulationShard } from './shard.ts'

/** People `from` to `to` (excluded) of a population. */
interface PeopleRange {
  readonly from: number
  readonly to: number
}

/**
 * Divides a population by ranges of people, without copying it: rows of a table are in the order of people, so a shard's are
 * a part of the same arrays. For threads that share the memory of one store.
 * @param count number of shards; with one the store stays as it is
 * @returns shards whose panels throw `ReferenceElsewhere` where they follow a reference from one person's record to one of
 *   another's; the undivided store answers then
 */
export function rangeShards(store: Store, count: number): readonly PopulationShard[] {
  if (count === 1) return [onlyShard(store)]
  const population: PopulationStores = {
    stores: () => shards.map((shard) => shard.store),
    count,
    facts: new Map()
  }
  const shards: readonly PopulationShard[] = Array.from({ length: count }, (_, index) =>
    rangeShard(store, count, index, population)
  )
  return shards
}

/**
 * One shard of those that {@link rangeShards} gives.
 * @param population the shards of this thread; this one alone by default
 */
export function rangeShard(store: Store, count: number, index: number, population?: PopulationStores): PopulationShard {
  const range: PeopleRange = {
    from: Math.floor((store.patients * index) / count),
    to: Math.floor((store.patients * (index + 1)) / count)
  }
  const isLast = index === count - 1
  const rows = new Map([...store.tables].map(([name, table]) => [name, rowsOf(table, range, isLast)]))
  const shared: SharedParts = { offsets: new Map(), targets: shardTargets(store, rows) }
  const tables = new Map<string, Table>()
  for (const [name, table] of store.tables) {
    const tableRows = rows.get(name)
    tables.set(name, tableRows === undefined ? table : tableRange(table, tableRows, range, shared))
  }
  const codings = new Map([...store.codings].map(([name, all]) => [name, codingRange(all, rows.get(name))]))
  const people = range.to - range.from
  // All resources are in the index of every shard, and count in one.
  const resources = new Map([...store.resources].map(([type, all]) => [type, isLast ? all : { ...all, count: 0 }]))
  const rangeStore: Store = storeOf(
    { ...store, patients: people, tables, codings, resources },
    population ?? { stores: (): readonly Store[] => [rangeStore], count, facts: new Map() }
  )
  return {
    store: rangeStore,
    index,
    count,
    ownsCommon: isLast,
    sharesResources: true,
    personNumber: (person) => person + range.from,
    personHere: (number) => (number >= range.from && number < range.to ? number - range.from : -1),
    resourceNumber: (_, row) => row
  }
}

/** The rows of some people, and for the last of the shards those of nobody. @returns undefined for records of no person */
function rowsOf({ patientOffsets, rows }: Table, { from, to }: PeopleRange, isLast: boolean): RowRange | undefined {
  return patientOffsets && { first: patientOffsets[from]!, end: isLast ? rows : patientOffsets[to]! }
}

/** What the tables of a shard have in common. */
interface SharedParts {
  /** Tables without rows have the same offsets. */
  readonly offsets: Map<Int32Array, Int32Array>
  readonly targets: ShardTargets
}

function tableRange(table: Table, rows: RowRange, people: PeopleRange, { offsets, targets }: SharedParts): Table {
  const { first, end } = rows
  const { patient, patientOffsets: before } = table
  if (before !== undefined && !offsets.has(before))
    offsets.set(
      before,
      before.subarray(people.from, people.to + 1).map((offset) => offset - before[people.from]!)
    )
  return tableOf({
    ...table,
    rows: end - first,
    patient: patient?.subarray(first, end).map((person) => (person < 0 ? person : person - people.from)),
    patientOffsets: before && offsets.get(before),
    day: table.day?.subarray(first, end),
    resource: table.resource.subarray(first, end),
    columns: new Map([...table.columns].map(([name, column]) => [name, columnRange(column, rows, targets)]))
  })
}

function columnRange(column: Column, { first, end }: RowRange, targets: ShardTargets): Column {
  switch (column.kind) {
    case 'dictionary':
      return { ...column, codes: column.codes.subarray(first, end) }
    case 'reference': {
      const codes = column.codes.subarray(first, end)
      return {
        kind: 'reference',
        codes,
        keys: column.keys,
        get targets() {
          return targets.of(column, codes)
        }
      }
    }
    case 'id':
      return idsOfRows(
        column,
        column.rows?.subarray(first, end) ?? Int32Array.from({ length: end - first }, (_, row) => first + row)
      )
    case 'concept':
      return { ...column, ids: column.ids.subarray(first, end) }
    case 'date':
      return {
        ...column,
        days: column.days.subarray(first, end),
        precision: column.precision.subarray(first, end)
      }
    case 'dateTime':
      return {
        ...column,
        days: column.days.subarray(first, end),
        millis: column.millis.subarray(first, end),
        offset: column.offset.subarray(first, end),
        precision: column.precision.subarray(first, end)
      }
    case 'number':
      return { ...column, values: column.values.subarray(first, end) }
    case 'integer':
      return { ...column, values: column.values.subarray(first, end) }
    case 'boolean':
      return { ...column, values: column.values.subarray(first, end) }
  }
}

function codingRange({ offsets, ids }: CodingIndex, rows: RowRange | undefined): CodingIndex {
  if (rows === undefined) return { offsets, ids }
  const [first, end] = [offsets[rows.first]!, offsets[rows.end]!]
  return {
    offsets: offsets.subarray(rows.first, rows.end + 1).map((offset) => offset - first),
    ids: ids.subarray(first, end)
  }
}
