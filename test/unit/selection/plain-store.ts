import { countValues } from '#engine/store/model/value-counts.ts'
import { NO_TYPE } from '#engine/store/model/reference-keys.ts'
import { dateTimeParts, parseDateTime } from '#engine/base/fhir/dates.ts'
import { NO_INTEGER, type Column, type ColumnKind, type ColumnOf } from '#engine/store/model/column.ts'
import { NO_DAY } from '#engine/base/fhir/missing.ts'
import { storeOf } from '#engine/store/build/create-store.ts'
import { planTables, type PlannedTable } from '#engine/store/model/plan.ts'
import type { CodingIndex, ResourceIndex, Store, Table } from '#engine/store/model/store.ts'
import type { ConceptTable } from '#engine/store/model/concept-table.ts'
import { canonicalViews } from '../../support/canonical-views.ts'

/**
 * A row in plain values: dates as FHIR text, references as keys, concepts as `system|code|display`. `codings` lists all
 * codings of the main concept when there are more than one.
 */
export type PlainRow = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
export type PlainTables = Readonly<Record<string, readonly PlainRow[]>>

const plan = planTables({ r4: [...canonicalViews('r4').values()], r5: [] })

class Concepts {
  readonly systems: string[] = []
  readonly codes: string[] = []
  readonly displays: string[] = []
  readonly #ids = new Map<string, number>()

  id(text: string): number {
    const [system = '', code = '', display = ''] = text.split('|')
    const key = `${system}|${code}`
    let id = this.#ids.get(key)
    if (id === undefined) {
      id = this.codes.length
      this.#ids.set(key, id)
      this.systems.push(system)
      this.codes.push(code)
      this.displays.push(display)
    }
    return id
  }

  table(): ConceptTable {
    const ids = this.#ids
    return {
      size: this.codes.length,
      systems: this.systems,
      codes: this.codes,
      displays: this.displays,
      find: (system, code) => ids.get(`${system}|${code}`) ?? -1
    }
  }
}

interface Sorted {
  readonly rows: readonly PlainRow[]
  readonly patient: Int32Array | undefined
  readonly day: Int32Array | undefined
}

/** What is read of one date after the other; rows are many. */
const parts = dateTimeParts()

function dayOf(value: unknown): number {
  return typeof value === 'string' && parseDateTime(value, parts) ? parts.day : NO_DAY
}

/** Sorts by patient, day, instant, as a store does. */
function arrange(table: PlannedTable, rows: readonly PlainRow[], patients: ReadonlyMap<string, number>): Sorted {
  const aboutPatients = table.name === 'patient' || table.columns.some((column) => column.name === 'patient_id')
  const dayIn = (row: PlainRow): number => {
    for (const time of table.times) {
      const day = dayOf(row[time])
      if (day !== NO_DAY) return day
    }
    return NO_DAY
  }
  const patientOf = (row: PlainRow): number =>
    patients.get(String(table.name === 'patient' ? row['id'] : row['patient_id'])) ?? -1
  const millisOf = (row: PlainRow): number => {
    for (const time of table.times) {
      const text = row[time]
      if (typeof text === 'string') return parseDateTime(text, parts) ? parts.millis : 0
    }
    return 0
  }
  const keyed = rows.map((row, order) => ({
    row,
    order,
    patient: aboutPatients ? patientOf(row) : -1,
    day: dayIn(row),
    millis: millisOf(row)
  }))
  const last = (patient: number): number => (patient < 0 ? Number.MAX_SAFE_INTEGER : patient)
  keyed.sort(
    (left, right) =>
      last(left.patient) - last(right.patient) ||
      left.day - right.day ||
      left.millis - right.millis ||
      left.order - right.order
  )
  return {
    rows: keyed.map((each) => each.row),
    patient: aboutPatients ? Int32Array.from(keyed, (each) => each.patient) : undefined,
    day: table.times.length > 0 ? Int32Array.from(keyed, (each) => each.day) : undefined
  }
}

function dictionary(texts: readonly (string | undefined)[]): { codes: Int32Array; values: string[] } {
  const values: string[] = []
  const positions = new Map<string, number>()
  const codes = new Int32Array(texts.length).fill(-1)
  for (const [row, text] of texts.entries()) {
    if (text === undefined) continue
    let position = positions.get(text)
    if (position === undefined) {
      position = values.push(text) - 1
      positions.set(text, position)
    }
    codes[row] = position
  }
  return { codes, values }
}

function column(
  kind: ColumnKind,
  values: readonly PlainRow[string][],
  concepts: Concepts,
  types: readonly string[],
  rowOf: (type: string, id: string) => number
): Column {
  const texts = values.map((value) => (value === undefined ? undefined : String(value)))
  switch (kind) {
    case 'dictionary':
      return { kind, ...dictionary(texts) }
    case 'id': {
      const others = new Map<number, string>()
      texts.forEach((text, row) => {
        if (text !== undefined) others.set(row, text)
      })
      return { kind, length: texts.length, words: new Uint32Array(texts.length * 4).fill(0xffffffff), others }
    }
    case 'date':
    case 'dateTime': {
      const days = new Int32Array(texts.length)
      const precision = new Uint8Array(texts.length)
      const millis = new Int32Array(texts.length)
      const offset = new Int16Array(texts.length)
      for (const [row, text] of texts.entries()) {
        // What is no date leaves nothing of the one before.
        parseDateTime(text ?? '', parts)
        days[row] = parts.day
        precision[row] = parts.precision
        millis[row] = parts.millis
        offset[row] = parts.offset
      }
      return kind === 'date' ? { kind, days, precision } : { kind, days, millis, offset, precision }
    }
    case 'number':
      return { kind, values: Float64Array.from(values, (value) => (value === undefined ? Number.NaN : Number(value))) }
    case 'integer':
      return { kind, values: Int32Array.from(values, (value) => (value === undefined ? NO_INTEGER : Number(value))) }
    case 'boolean':
      return { kind, values: Uint8Array.from(values, (value) => (value === undefined ? 2 : value === true ? 1 : 0)) }
    case 'reference': {
      const { codes, values } = dictionary(texts)
      const named = values.map((key) => (key.includes('/') ? key.split('/') : [types[0]!, key]))
      const targets = Int32Array.from(named, ([type, id]) => rowOf(type!, id!))
      // As keys of absent resources. The text of those that are of no wanted type stands for itself.
      const absentType = Uint8Array.from(named, ([type]) => (types.includes(type!) ? types.indexOf(type!) : NO_TYPE))
      const others = new Map(
        named.map(([, id], index) => [index, absentType[index] === NO_TYPE ? values[index]! : id!])
      )
      const words = new Uint32Array(values.length * 4).fill(0xffffffff)
      const absent = { kind: 'id' as const, length: values.length, words, others }
      const stored = types.map((type) => ({ type, ids: { ...absent, length: 0 } }))
      return { kind, codes, keys: { length: values.length, stored, absent, absentType }, targets }
    }
    case 'concept':
      return { kind, ids: Int32Array.from(texts, (text) => (text === undefined ? -1 : concepts.id(text))) }
  }
}

/** The table of the resources themselves, e.g. `explanation_of_benefit`. */
function tableOfResource(resourceType: string): string {
  return resourceType.replaceAll(/(?!^)[A-Z]/g, '_$&').toLowerCase()
}

/** A store made of plain rows, in the canonical tables; tables that are not given are empty. */
export function plainStore(given: PlainTables, loadedAt = Date.UTC(2030, 0, 1)): Store {
  const concepts = new Concepts()
  const ids = (given['patient'] ?? []).map((row) => String(row['id'])).sort()
  const patients = new Map(ids.map((id, ordinal) => [id, ordinal]))
  const sorted = new Map(plan.tables.map((table) => [table.name, arrange(table, given[table.name] ?? [], patients)]))
  const rowsOfTable = new Map<string, Map<string, number>>()
  for (const [name, { rows }] of sorted)
    rowsOfTable.set(name, new Map(rows.map((row, index) => [String(row['id']), index])))
  const tables = new Map<string, Table>()
  const codings = new Map<string, CodingIndex>()
  const resources = new Map<string, ResourceIndex>()
  for (const table of plan.tables) {
    const { rows, patient, day } = sorted.get(table.name)!
    const columns = new Map<string, Column>()
    for (const { name, kind, targets } of table.columns) {
      const rowOf = (type: string, id: string): number => rowsOfTable.get(tableOfResource(type))?.get(id) ?? -1
      columns.set(
        name,
        column(
          kind,
          rows.map((row) => row[name]),
          concepts,
          targets,
          rowOf
        )
      )
    }
    if (plan.codings.includes(table.name)) {
      const lists = rows.map((row) => {
        const listed = row['codings']
        const all = Array.isArray(listed)
          ? (listed as readonly string[])
          : row['code'] === undefined
            ? []
            : [row['code']]
        return all.map((text) => concepts.id(String(text)))
      })
      const offsets = new Int32Array(rows.length + 1)
      lists.forEach((list, row) => {
        offsets[row + 1] = offsets[row]! + list.length
      })
      codings.set(table.name, { offsets, ids: Int32Array.from(lists.flat()) })
    }
    let patientOffsets: Int32Array | undefined
    if (patient !== undefined) {
      patientOffsets = new Int32Array(ids.length + 1)
      for (const each of patient) if (each >= 0) patientOffsets[each + 1]!++
      for (let index = 0; index < ids.length; index++) patientOffsets[index + 1]! += patientOffsets[index]!
    }
    // Rows of parts name no resource: whose part they are is not told.
    const isPart = table.name !== tableOfResource(table.resourceType)
    const resource = Int32Array.from(rows.keys(), (row) => (isPart ? -1 : row))
    tables.set(table.name, {
      name: table.name,
      description: table.description,
      rows: rows.length,
      columns,
      info: table.columns.map(({ name, kind, description }) => ({ name, kind, description })),
      isAboutPeople: patient !== undefined,
      hasDays: day !== undefined,
      patient,
      patientOffsets,
      day,
      resource,
      resourceType: table.resourceType,
      column<K extends ColumnKind>(name: string, kind: K): ColumnOf<K> {
        const found = columns.get(name)
        if (found?.kind !== kind) throw new Error(`no ${kind} column ${table.name}.${name}`)
        return found as ColumnOf<K>
      }
    })
    if (rows.length > 0 && columns.has('id') && !resources.has(table.resourceType)) {
      resources.set(table.resourceType, {
        resourceType: table.resourceType,
        count: rows.length,
        ids: columns.get('id') as ColumnOf<'id'>,
        file: new Int32Array(rows.length),
        line: new Uint32Array(rows.length),
        offset: new Float64Array(rows.length),
        length: new Uint32Array(rows.length),
        patient: patient ?? new Int32Array(rows.length).fill(-1),
        profile: new Int32Array(rows.length).fill(-1)
      })
    }
  }
  const none = new Int32Array(0)
  return storeOf({
    patients: ids.length,
    tables,
    concepts: concepts.table(),
    codings,
    resources,
    profiles: [],
    files: [],
    report: {
      files: [],
      types: {},
      rejects: [],
      rejectsKept: 0,
      rejectCounts: {},
      patients: ids.length,
      bytes: 0,
      seconds: 0,
      values: countValues(tables.values()),
      release: 'R4'
    },
    snapshot: { id: 'test', label: 'Plain rows', loadedAt },
    origins: {
      names: { fullUrls: [], fullUrlOf: none, identifiers: new Uint32Array(0), identifierOf: none },
      displays: {
        unused: { systems: [], codes: [], displays: [] },
        concept: none,
        file: none,
        offset: new Float64Array(0),
        display: none,
        texts: []
      }
    }
  })
}

/** Days since 1970-01-01 of an ISO date. */
export function day(text: string): number {
  const value = dayOf(text)
  if (value === NO_DAY) throw new Error(`not a date: ${text}`)
  return value
}
