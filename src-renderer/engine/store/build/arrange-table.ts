import { detachBuffer } from '#shared/detach-buffer.ts'
import { defined } from '#shared/language/defined.ts'
import { GUEST, STORED, type ArrangedResources } from './arrange-resources.ts'
import { codesOfChunk, type ColumnChunk } from '../model/chunk.ts'
import { NONE } from '../model/column.ts'
import { NO_DAY, NO_OFFSET } from '../../base/fhir/missing.ts'
import { orderRows } from './order-rows.ts'
import { patientsOfRows } from './patients-of-rows.ts'
import type { PlannedTable } from '../model/plan.ts'
import type { ResolvedKeys } from './resolve-keys.ts'
import type { TablePart } from './table-parts.ts'

/** A table whose rows have their final order; its columns are spread over them one at a time. */
export interface ArrangedTable {
  readonly plan: PlannedTable
  readonly parts: readonly TablePart[]
  /** Row of each row of the parts, -1 for those of resources that are not stored. */
  readonly places: Int32Array
  readonly rows: number
  /** Rows at the end that are of other shards. */
  readonly guests: number
  /** Row of the type's index; -1 when the row was contained in a resource of another type. */
  readonly resource: Int32Array
  /** Some rows were contained in resources of another type. */
  readonly hasContained: boolean
  readonly patient: Int32Array | undefined
  /** The patient of every row that names one is here. */
  readonly patientsKnown: boolean
  readonly patientOffsets: Int32Array | undefined
  readonly day: Int32Array | undefined
}

/** Zones reach 14 hours from UTC, so this makes a time within a written day positive. */
const ZONE_ROOM = 15 * 3_600_000
/** Milliseconds of a written day and what zones add fit below it, so that a day and a time make one exact number. */
const DAY_STEP = 2 ** 28

/** Drops the rows of resources that are not stored and sorts the others by patient, day, instant and source. */
export function arrangeTable(
  plan: PlannedTable,
  parts: readonly TablePart[],
  arranged: ArrangedResources,
  resolved: ResolvedKeys
): ArrangedTable {
  const count = parts.reduce((sum, { rows }) => sum + rows, 0)
  const time = clinicalTimes(plan, parts, count)
  const { ordinals, known } = patientOrdinals(plan, parts, count, arranged, resolved)
  const rowStates = arranged.complete ? undefined : keptRows(parts, count, arranged)
  const guests = rowStates?.reduce((sum, each) => sum + (each === GUEST ? 1 : 0), 0) ?? 0
  const order =
    count === 0
      ? { count, places: new Int32Array(0), offsets: ordinals === undefined ? undefined : arranged.noRows }
      : orderRows({
          count,
          kept: rowStates,
          patient: ordinals,
          patients: arranged.patients,
          time: guests === 0 ? time : guestsLast(time, defined(rowStates))
        })
  const { places, offsets } = order
  const { first: ownFirst, count: ownCount } = arranged.typeNamed(plan.resourceType) ?? { first: 0, count: 0 }
  const resource = new Int32Array(order.count)
  let hasContained = false
  let first = 0
  const takeResources = (sources: Int32Array, rows: number, firstResource: number): void => {
    for (let row = 0; row < rows; row++) {
      const place = places[first + row]!
      if (place < 0) continue
      const index = arranged.place[firstResource + sources[row]!]! - ownFirst
      const isOwn = index >= 0 && index < ownCount
      resource[place] = isOwn ? index : NONE
      if (!isOwn) hasContained = true
    }
  }
  for (const { firstResource, resource: sources, rows } of parts) {
    takeResources(sources, rows, firstResource)
    first += rows
  }
  const day = time === undefined ? undefined : daysOf(time, places, order.count)
  if (time !== undefined) detachBuffer(time)
  if (ordinals !== undefined) detachBuffer(ordinals)
  return {
    plan,
    parts,
    places,
    rows: order.count,
    guests,
    resource,
    hasContained,
    patient: offsets === undefined ? undefined : patientsOfRows(offsets, order.count),
    patientsKnown: known,
    patientOffsets: offsets,
    day
  }
}

/** The times of rows, where those of other shards come after all others. */
function guestsLast(time: Float64Array | undefined, keepFlags: Uint8Array): Float64Array {
  const last = time?.slice() ?? new Float64Array(keepFlags.length)
  keepFlags.forEach((each, row) => {
    if (each === GUEST) last[row] = Number.POSITIVE_INFINITY
  })
  return last
}

/** What is kept of each row: 0 for nothing, {@link GUEST} for rows of other shards. */
function keptRows(parts: readonly TablePart[], count: number, { state }: ArrangedResources): Uint8Array {
  const states = new Uint8Array(count)
  let first = 0
  for (const { firstResource, resource, rows } of parts) {
    for (let row = 0; row < rows; row++) states[first + row] = keptState(state[firstResource + resource[row]!]!)
    first += rows
  }
  return states
}

function keptState(state: number): number {
  return state === STORED ? 1 : state === GUEST ? GUEST : 0
}

/** The first time of each row that is there, as one number that sorts by day and then by instant; -Infinity without. */
function clinicalTimes(plan: PlannedTable, parts: readonly TablePart[], count: number): Float64Array | undefined {
  const columns = plan.times
    .map((time) => plan.columns.findIndex((column) => column.name === time))
    .filter((column) => column >= 0)
  if (columns.length === 0) return undefined
  const time = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  // The most telling column comes first, so it is written last.
  for (const column of columns.toReversed()) {
    let first = 0
    for (const { columns: chunks, rows } of parts) {
      const chunk = chunks[column]
      if (chunk?.kind === 'date') addDates(time, first, chunk.days)
      else if (chunk?.kind === 'dateTime') addTimes(time, first, chunk)
      first += rows
    }
  }
  return time
}

function addDates(time: Float64Array, first: number, days: Int32Array): void {
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (day !== NO_DAY) time[first + row] = day * DAY_STEP + ZONE_ROOM
  }
}

function addTimes(
  time: Float64Array,
  first: number,
  { days, millis, offset }: Extract<ColumnChunk, { kind: 'dateTime' }>
): void {
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (day === NO_DAY) continue
    const minutes = offset[row]!
    const inDay = millis[row]! - (minutes === NO_OFFSET ? 0 : minutes * 60_000)
    time[first + row] = day * DAY_STEP + ZONE_ROOM + inDay
  }
}

function daysOf(time: Float64Array, places: Int32Array, rows: number): Int32Array {
  const day = new Int32Array(rows)
  for (let row = 0; row < places.length; row++) {
    const place = places[row]!
    if (place < 0) continue
    const rowTime = time[row]!
    day[place] = rowTime === Number.NEGATIVE_INFINITY ? NO_DAY : Math.floor(rowTime / DAY_STEP)
  }
  return day
}

/** The patient of each row; undefined for tables that are not about one. */
function patientOrdinals(
  plan: PlannedTable,
  parts: readonly TablePart[],
  count: number,
  arranged: ArrangedResources,
  resolved: ResolvedKeys
): { readonly ordinals: Int32Array | undefined; readonly known: boolean } {
  let known = true
  const column = plan.columns.findIndex(({ name, kind }) => name === 'patient_id' && kind === 'reference')
  const isPatient = plan.resourceType === 'Patient'
  if (!isPatient && column < 0) return { ordinals: undefined, known }
  const ordinals = new Int32Array(count)
  let first = 0
  const takePart = (keys: Int32Array, { rows, resource, firstResource }: TablePart): void => {
    for (let row = 0; row < rows; row++) {
      const source = firstResource + resource[row]!
      const key = keys[row]!
      // Most rows name the person that their resource is about, whom that has already found.
      const ordinal =
        key < 0 ? NONE : key === arranged.patientKey[source] ? resolved.patient[source]! : resolved.patientOf(key)
      if (key >= 0 && ordinal < 0) known = false
      ordinals[first + row] = ordinal
    }
  }
  for (const part of parts) {
    const chunk = part.columns[column]
    const codes = chunk && codesOfChunk(chunk)
    if (isPatient) takePeople(part, arranged, ordinals.subarray(first, first + part.rows))
    else if (codes === undefined) ordinals.fill(NONE, first, first + part.rows)
    else takePart(codes, part)
    first += part.rows
  }
  return { ordinals, known }
}

/** People themselves: a row is about the person that its resource is. */
function takePeople({ rows, resource, firstResource }: TablePart, arranged: ArrangedResources, out: Int32Array): void {
  const { first, count } = arranged.typeNamed('Patient') ?? { first: 0, count: 0 }
  for (let row = 0; row < rows; row++) {
    const ordinal = arranged.place[firstResource + resource[row]!]! - first
    out[row] = ordinal >= 0 && ordinal < count ? ordinal : NONE
  }
}
