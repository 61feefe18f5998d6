import { defined } from '#shared/language/defined.ts'
import { ELSEWHERE, NONE, type Column, type ReferenceColumn } from '../store/model/column.ts'
import { storeOf, tableOf, type PopulationStores } from '../store/build/create-store.ts'
import type { ResourceIndex, Store, Table } from '../store/model/store.ts'
import { tablesOfTypes, typesOfKeys } from './key-types.ts'
import { shardsOfIds } from './person-hash.ts'
import { onlyShard, type PopulationShard } from './shard.ts'
import { take, takeCodings, takeColumn, takeResources } from './take-rows.ts'

/** In place of a shard: records of no person, which stand in every shard. */
const EVERY = -1
/** The shard that counts them. It has those, too, that should name a person and name none who is here. */
const COMMON = 0

/**
 * Divides a population by a hash of each person's id. A shard has all records of its people in the order of the population;
 * its people, rows and resources are numbered again, its texts, codes and reference keys are those of the population.
 * @param count number of shards; with one the store stays as it is
 */
export function divideStore(store: Store, count: number): readonly PopulationShard[] {
  if (count === 1) return [onlyShard(store)]
  const division = planDivision(store, count)
  const population: PopulationStores = {
    stores: () => shards.map((shard) => shard.store),
    count,
    facts: new Map()
  }
  const shards: readonly PopulationShard[] = Array.from({ length: count }, (_, index) =>
    takeShard(store, division, index, population)
  )
  return shards
}

/** Which shard each person, resource and row belongs to. */
interface Division {
  readonly count: number
  readonly person: Int32Array
  /** By resource type; {@link EVERY} for records of no person. */
  readonly resources: ReadonlyMap<string, Int32Array>
  /** By table. */
  readonly rows: ReadonlyMap<string, Int32Array>
}

function planDivision(store: Store, count: number): Division {
  const people = store.tables.get('patient')?.column('id', 'id')
  const person = people === undefined ? new Int32Array(0) : shardsOfIds(people, count)
  const tables = [...store.tables.values()]
  const common = new Set(tables.filter(({ patient }) => patient === undefined).map(({ resourceType }) => resourceType))
  const resources = new Map<string, Int32Array>()
  for (const { resourceType, patient } of store.resources.values()) {
    const ofOthers = common.has(resourceType) ? EVERY : COMMON
    const shards = patient.map((number) => (ofOthers === EVERY || number < 0 ? ofOthers : person[number]!))
    resources.set(resourceType, shards)
  }
  const rows = new Map<string, Int32Array>()
  for (const { name, patient, resource, resourceType, rows: length } of tables) {
    const shards = patient?.map((number) => (number < 0 ? COMMON : person[number]!))
    rows.set(name, shards ?? new Int32Array(length).fill(EVERY))
    // A row knows its person in more ways than the index of resources does.
    const ofResources = resources.get(resourceType)
    shards?.forEach((shard, row) => {
      if (resource[row]! >= 0 && ofResources !== undefined) ofResources[resource[row]!] = shard
    })
  }
  return { count, person, resources, rows }
}

/** What of a list is in a shard, and the number there of everything in the list. */
interface Selection {
  readonly taken: Int32Array
  readonly here: Int32Array
}

function select(shards: Int32Array, shard: number): Selection {
  const here = new Int32Array(shards.length).fill(ELSEWHERE)
  const taken: number[] = []
  for (let index = 0; index < shards.length; index++)
    if (shards[index] === shard || shards[index] === EVERY) here[index] = taken.push(index) - 1
  return { taken: Int32Array.from(taken), here }
}

function takeShard(store: Store, division: Division, index: number, population: PopulationStores): PopulationShard {
  const people = select(division.person, index)
  const chosen = (shards: ReadonlyMap<string, Int32Array>): ReadonlyMap<string, Selection> =>
    new Map([...shards].map(([name, list]) => [name, select(list, index)]))
  const rows = chosen(division.rows)
  const resources = chosen(division.resources)
  const targetsHere = targetFinder(store, rows)
  const tables = new Map<string, Table>()
  for (const [name, table] of store.tables) {
    const { taken } = defined(rows.get(name))
    const resourceHere = resources.get(table.resourceType)?.here
    const resource = take(table.resource, taken).map((row) => (row < 0 ? row : (resourceHere?.[row] ?? NONE)))
    const columns = new Map<string, Column>()
    for (const [column, values] of table.columns) columns.set(column, takeColumn(values, taken, targetsHere))
    tables.set(name, tableOf({ ...takeTable(table, taken, people), resource, columns }))
  }
  const indexes = new Map<string, ResourceIndex>()
  for (const [type, all] of store.resources)
    indexes.set(type, takeResources(all, defined(resources.get(type)).taken, people.here))
  const codings = new Map(
    [...store.codings].map(([name, all]) => [name, takeCodings(all, defined(rows.get(name)).taken)])
  )
  return {
    store: storeOf({ ...store, patients: people.taken.length, tables, codings, resources: indexes }, population),
    index,
    count: division.count,
    ownsCommon: index === COMMON,
    sharesResources: false,
    personNumber: (person) => people.taken[person]!,
    personHere: (number) => (number < people.here.length ? Math.max(people.here[number]!, NONE) : NONE),
    resourceNumber: (type, row) => resources.get(type)?.taken[row] ?? NONE
  }
}

function takeTable(table: Table, rows: Int32Array, people: Selection): Table {
  const patient =
    table.patient && take(table.patient, rows).map((person) => (person < 0 ? person : people.here[person]!))
  return {
    ...table,
    rows: rows.length,
    patient,
    patientOffsets: patient && offsetsOf(patient, people.taken.length),
    day: table.day && take(table.day, rows)
  }
}

/** Where the rows of each person begin, of rows in the order of people. */
function offsetsOf(patient: Int32Array, people: number): Int32Array {
  const offsets = new Int32Array(people + 1)
  for (const person of patient) if (person >= 0) offsets[person + 1]!++
  for (let person = 0; person < people; person++) offsets[person + 1]! += offsets[person]!
  return offsets
}

/** Translates rows that references lead to into rows of a shard. Columns that share their targets go on sharing them. */
function targetFinder(store: Store, rows: ReadonlyMap<string, Selection>): (column: ReferenceColumn) => Int32Array {
  const tableOfType = tablesOfTypes(store)
  const known = new Map<Int32Array, Int32Array>()
  return ({ keys, targets }) => {
    const found = known.get(targets)
    if (found !== undefined) return found
    const typeOf = typesOfKeys(keys)
    const here = targets.map((row, code) => {
      if (row < 0) return row
      const table = tableOfType.get(typeOf(code) ?? '')
      return table === undefined ? NONE : defined(rows.get(table)).here[row]!
    })
    known.set(targets, here)
    return here
  }
}
