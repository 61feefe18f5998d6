import { STORED, type ArrangedResources } from './arrange-resources.ts'
import type { ColumnChunk, TableChunk } from './chunk.ts'
import type { OrderedChunk } from './chunk-order.ts'
import { NO_DAY, NO_OFFSET, NONE } from './column.ts'
import type { KeyTable } from './key-table.ts'
import type { PlannedTable } from './plan.ts'
import { stableSortBy } from './radix-sort.ts'
import type { ResolvedKeys } from './resolve-keys.ts'

/** A table whose rows have their final order; its columns are gathered one at a time. */
export interface ArrangedTable {
  readonly plan: PlannedTable
  readonly rows: number
  /** Number of the resource that each row comes from, among all that were read. */
  readonly source: Int32Array
  /** The same as a row of the type's index; -1 when the row was contained in a resource of another type. */
  readonly resource: Int32Array
  readonly patient: Int32Array | undefined
  readonly patientOffsets: Int32Array | undefined
  readonly day: Int32Array | undefined
  /** The values of one array of a column, in row order. */
  gather<A extends Values>(
    column: number,
    make: new (length: number) => A,
    part: (chunk: ColumnChunk) => A | undefined
  ): A
}

type Values = Int32Array | Float64Array | Uint8Array | Int16Array | Uint16Array

/** Zones reach 14 hours from UTC, so this makes a time within a written day positive. */
const ZONE_ROOM = 15 * 3_600_000

/** Drops the rows of resources that are not stored and sorts the others by patient, day, instant and source. */
export function arrangeTable(
  chunks: readonly OrderedChunk[],
  index: number,
  plan: PlannedTable,
  keys: KeyTable,
  arranged: ArrangedResources,
  resolved: ResolvedKeys
): ArrangedTable {
  const parts = chunks.flatMap((chunk) =>
    chunk.tables.filter(({ table }) => table === index).map((table) => ({ chunk, table }))
  )
  const total = parts.reduce((sum, { table }) => sum + table.rows, 0)
  const origin = new Int32Array(total)
  let at = 0
  for (const { chunk, table } of parts)
    for (const resource of table.resource) origin[at++] = chunk.firstResource + resource
  const kept = Uint32Array.from(origin.keys())
  let count = 0
  for (let row = 0; row < total; row++) if (arranged.state[origin[row]!] === STORED) kept[count++] = row
  const order = kept.slice(0, count)

  const gatherIn = <A extends Values>(
    from: Uint32Array,
    column: number,
    make: new (length: number) => A,
    part: (chunk: ColumnChunk) => A | undefined
  ): A =>
    permuted(
      joined(
        parts.map(({ table }) => table),
        total,
        column,
        make,
        part
      ),
      from,
      make
    )

  const days = clinicalDays(
    plan,
    parts.map(({ table }) => table),
    total
  )
  const patients = patientOrdinals(plan, origin, keys, arranged, resolved, (column) =>
    joined(
      parts.map(({ table }) => table),
      total,
      column,
      Int32Array,
      codesOf
    )
  )
  const scratch = new Uint32Array(count)
  if (days !== undefined) {
    stableSortBy(order, days.time, scratch)
    stableSortBy(order, days.key, scratch)
  }
  if (patients !== undefined) {
    stableSortBy(
      order,
      Uint32Array.from(patients, (ordinal) => (ordinal < 0 ? arranged.patients : ordinal)),
      scratch
    )
  }
  const patient = patients === undefined ? undefined : permuted(patients, order, Int32Array)
  const source = permuted(origin, order, Int32Array)
  const ownType = keys.typeCode(plan.resourceType)
  return {
    plan,
    rows: count,
    source,
    resource: source.map((resource) =>
      keys.typeOf(arranged.key[resource]!) === ownType ? arranged.row[resource]! : NONE
    ),
    patient,
    patientOffsets: patient === undefined ? undefined : offsetsOf(patient, arranged.patients),
    day: days === undefined ? undefined : permuted(days.day, order, Int32Array),
    gather: (column, make, part) => gatherIn(order, column, make, part)
  }
}

/** The codes of an id, reference, concept or dictionary column. */
export function codesOf(chunk: ColumnChunk): Int32Array | undefined {
  return 'codes' in chunk ? chunk.codes : undefined
}

function joined<A extends Values>(
  parts: readonly TableChunk[],
  total: number,
  column: number,
  make: new (length: number) => A,
  part: (chunk: ColumnChunk) => A | undefined
): A {
  const out = new make(total)
  let at = 0
  for (const { columns, rows } of parts) {
    const values = part(columns[column]!)
    if (values !== undefined) out.set(values, at)
    at += rows
  }
  return out
}

function permuted<A extends Values>(values: A, order: Uint32Array, make: new (length: number) => A): A {
  const out = new make(order.length)
  for (let i = 0; i < order.length; i++) out[i] = values[order[i]!]!
  return out
}

/** The first time of each row that is there: its day, a sort key for the day, and one for the instant within it. */
function clinicalDays(plan: PlannedTable, parts: readonly TableChunk[], total: number) {
  const columns = plan.times
    .map((time) => plan.columns.findIndex((column) => column.name === time))
    .filter((column) => column >= 0)
  if (columns.length === 0) return undefined
  const day = new Int32Array(total).fill(NO_DAY)
  const time = new Uint32Array(total)
  let at = 0
  for (const { columns: chunks, rows } of parts) {
    for (let row = 0; row < rows; row++, at++) {
      for (const column of columns) {
        const chunk = chunks[column]!
        if ((chunk.kind !== 'date' && chunk.kind !== 'dateTime') || chunk.days[row] === NO_DAY) continue
        day[at] = chunk.days[row]!
        time[at] = ZONE_ROOM
        if (chunk.kind === 'dateTime') {
          const offset = chunk.offset[row]!
          time[at] = ZONE_ROOM + chunk.millis[row]! - (offset === NO_OFFSET ? 0 : offset * 60_000)
        }
        break
      }
    }
  }
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const value of day) {
    if (value === NO_DAY) continue
    if (value < first) first = value
    if (value > last) last = value
  }
  const missing = first <= last ? last - first + 1 : 0
  return { day, time, key: Uint32Array.from(day, (value) => (value === NO_DAY ? missing : value - first)) }
}

/** The patient of each row; undefined for tables that are not about one. */
function patientOrdinals(
  plan: PlannedTable,
  origin: Int32Array,
  keys: KeyTable,
  arranged: ArrangedResources,
  resolved: ResolvedKeys,
  codes: (column: number) => Int32Array
): Int32Array | undefined {
  if (plan.resourceType === 'Patient') {
    const patient = keys.typeCode('Patient')
    return origin.map((resource) => (keys.typeOf(arranged.key[resource]!) === patient ? arranged.row[resource]! : NONE))
  }
  const column = plan.columns.findIndex(({ name, kind }) => name === 'patient_id' && kind === 'reference')
  if (column < 0) return undefined
  return codes(column).map((key) => (key < 0 ? NONE : resolved.patientOf(key)))
}

/** Where each patient's rows begin in a sorted column of ordinals; one entry more than there are patients. */
function offsetsOf(patient: Int32Array, patients: number): Int32Array {
  const offsets = new Int32Array(patients + 1)
  for (const ordinal of patient) if (ordinal >= 0) offsets[ordinal + 1]!++
  for (let ordinal = 0; ordinal < patients; ordinal++) offsets[ordinal + 1]! += offsets[ordinal]!
  return offsets
}
