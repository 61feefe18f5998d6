import { engineMessages as m } from '#messages/engine.ts'
import { defined } from '#shared/language/defined.ts'
import { NO_DAY, NO_OFFSET } from '../../base/fhir/missing.ts'
import { storeOf, tableOf } from '../build/create-store.ts'
import { orderRows } from '../build/order-rows.ts'
import { moveAll, rearrangeStore, type NewOrder } from '../limit/rearrange-store.ts'
import { NONE, NO_INTEGER, type Column, type DateTimeColumn } from '../model/column.ts'
import { codesByLeader } from './moved-codes.ts'
import type { Store, Table } from '../model/store.ts'

/** Column of the patient table, in a population of several sources. */
const sourcesColumn = 'sources'

/** Which people of a store are one. */
export interface PeopleMerge {
  /** By person of the store before: the one whose record stands for them all; people of one record stand for themselves. */
  readonly leader: Int32Array
  /** By column of the patient table and leader: whose record says what holds; without an entry the leader's does. */
  readonly sayers: ReadonlyMap<string, ReadonlyMap<number, number>>
}

/**
 * A store in which several Patient resources are one person: their records stand together in the order of time, and references to
 * any of them lead to the leading one. What the leading record does not say is taken from the others.
 */
export function mergePeople(store: Store, { leader, sayers }: PeopleMerge): Store {
  const people = placePeople(leader)
  const isMerged = new Uint8Array(store.patients)
  leader.forEach((lead, person) => {
    if (lead !== person) isMerged[lead] = isMerged[person] = 1
  })
  const resources = new Map<string, NewOrder>()
  for (const [type, { count }] of store.resources)
    resources.set(
      type,
      type === 'Patient' ? moveAll(count, (index) => leader[index] === index) : moveAll(count, () => true)
    )
  const tables = new Map(
    Array.from(store.tables, ([name, table]) => [name, arrange(table, people, isMerged, leader)] as const)
  )
  const patients = store.table('patient')
  const rowOf = new Int32Array(store.patients).fill(NONE)
  patients.patient?.forEach((person, row) => {
    if (person >= 0) rowOf[person] = row
  })
  const merged = rearrangeStore(store, {
    people,
    resources,
    tables,
    codesOf: (column) => codesByLeader(column, new Map([['Patient', leader]])),
    rowsOf(table, name) {
      const column = table === 'patient' ? patients.columns.get(name) : undefined
      if (column === undefined || column.kind === 'id' || column.kind === 'reference') return undefined
      const fill = fillFrom(name, column, leader, rowOf)
      return defined(tables.get('patient')).rows.map((row) => {
        const lead = defined(patients.patient)[row]!
        const sayer = sayers.get(name)?.get(lead)
        return sayer === undefined ? (fill.get(lead) ?? row) : rowOf[sayer]!
      })
    }
  })
  return storeOf({
    ...merged,
    tables: new Map(merged.tables).set('patient', addSources(merged.table('patient'), sourceSets(store, people))),
    merged: {
      person: people.places,
      ids: patients.column('id', 'id'),
      recordNumbers: patients.column('record_number', 'dictionary')
    }
  })
}

/** Adds the column that tells in which sources each person has records. */
function addSources(table: Table, sources: readonly string[]): Table {
  const values = Array.from(new Set(sources)).sort()
  const places = new Map(values.map((value, index) => [value, index]))
  const codes = Int32Array.from(
    { length: table.rows },
    (_, row) => places.get(sources[defined(table.patient)[row]!] ?? '') ?? NONE
  )
  return tableOf({
    ...table,
    columns: new Map(table.columns).set(sourcesColumn, { kind: 'dictionary', codes, values }),
    info: [
      ...table.info,
      {
        name: sourcesColumn,
        kind: 'dictionary',
        description: m.sourcesThatHaveRecordsOfThe
      }
    ]
  })
}

/** Names of the sources that have a Patient resource of each person. */
function sourceSets(store: Store, people: NewOrder): readonly string[] {
  const { sources, ofFile } = store.sources ?? { sources: [], ofFile: [] }
  const sets = Array.from(people.rows, () => new Set<number>())
  store.resources
    .get('Patient')
    ?.file.forEach((file, person) => sets[people.places[person]!]!.add(ofFile[file] ?? NONE))
  return sets.map((set) =>
    Array.from(set)
      .sort((a, b) => a - b)
      .map((source) => sources[source]?.name ?? '')
      .join(', ')
  )
}

/** Leaders are numbered in their order before; everybody has the place of their leader. */
function placePeople(leader: Int32Array): NewOrder {
  const leaders = moveAll(leader.length, (person) => leader[person] === person)
  return { rows: leaders.rows, places: leader.map((lead) => leaders.places[lead]!) }
}

function arrange(table: Table, people: NewOrder, isMerged: Uint8Array, leader: Int32Array): NewOrder {
  const { patient, rows, resourceType } = table
  if (patient === undefined) return moveAll(rows, () => true)
  const isPatient = resourceType === 'Patient'
  const time = new Float64Array(rows)
  const times = Array.from(table.columns.values()).filter((column) => column.kind === 'dateTime')
  const stays = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const person = patient[row]!
    stays[row] = isPatient && person >= 0 && leader[person] !== person ? 0 : 1
    // The rows of others stay in their order.
    time[row] = person >= 0 && isMerged[person] === 1 ? timeOf(table, times, row) : row
  }
  const { places, count } = orderRows({
    count: rows,
    kept: stays,
    patient: patient.map((person) => (person < 0 ? NONE : people.places[person]!)),
    patients: people.rows.length,
    time
  })
  const order = new Int32Array(count)
  places.forEach((place, row) => {
    if (place >= 0) order[place] = row
  })
  return { rows: order, places }
}

/** Milliseconds of a row, as rows are sorted: by its day, and by the instant of the column that gave it. */
function timeOf({ day }: Table, times: readonly DateTimeColumn[], row: number): number {
  if (day === undefined || day[row] === NO_DAY) return Number.NEGATIVE_INFINITY
  const exact = times.find(({ days }) => days[row] === day[row])
  const offset = exact === undefined || exact.offset[row] === NO_OFFSET ? 0 : exact.offset[row]! * 60_000
  // The civil day leads, as it does when a table is made.
  return day[row]! * 10 * 86_400_000 + (exact === undefined ? 0 : exact.millis[row]! - offset)
}

/** For leaders whose record says nothing in a column: the first row of the same person that does. */
function fillFrom(name: string, column: Column, leader: Int32Array, rowOf: Int32Array): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  leader.forEach((lead, person) => {
    if (lead === person || found.has(lead)) return
    if (isMissing(column, rowOf[lead]!) && !isMissing(column, rowOf[person]!)) found.set(lead, rowOf[person]!)
  })
  // Whether and when somebody died is resolved together, by the sayers.
  return name.startsWith('deceased') ? new Map() : found
}

function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'dictionary':
      return column.codes[row] === NONE
    case 'concept':
      return column.ids[row] === NONE
    case 'date':
    case 'dateTime':
      return column.days[row] === NO_DAY
    case 'number':
      return Number.isNaN(column.values[row]!)
    case 'integer':
      return column.values[row] === NO_INTEGER
    case 'boolean':
      return column.values[row] === 2
    default:
      return false
  }
}
