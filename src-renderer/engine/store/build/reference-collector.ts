import { defined } from '#shared/language/defined.ts'
import type { ArrangedResources } from './arrange-resources.ts'
import type { ArrangedTable } from './arrange-table.ts'
import { absentKey, createAbsentNumbers, orderAbsent, type AbsentNumbers } from './absent-keys.ts'
import { codesOfChunk, KEY_RESOURCE } from '../model/chunk.ts'
import { ELSEWHERE, NONE, type Column, type IdColumn, type ReferenceKeys } from '../model/column.ts'
import { createDanglingCollector, type Dangling, type DanglingCollector } from './dangling-collector.ts'
import { idAt } from '../model/id-column.ts'
import type { KeyTable } from '../model/key-table.ts'
import type { PlannedTable } from '../model/plan.ts'
import type { ResolvedKeys } from './resolve-keys.ts'
import type { Table } from '../model/store.ts'

/** Makes the reference columns of all tables. Columns that may name the same types share keys and targets. */
export interface ReferenceCollector {
  /** Takes a reference column over. Where its keys lead is known when all tables are. */
  add(table: ArrangedTable, position: number, column: number): void
  /** Takes over which rows the resources of a table have. */
  addRows(table: ArrangedTable, ids: Int32Array): void
  /** Takes over the references and rows of a finished table, whose resources are the same. Its columns are changed. */
  keep(table: Table, position: number): void
  /** Puts every column into its table's map. @returns references that name a resource which is not here */
  finish(columns: readonly Map<string, Column>[]): Dangling
}

interface Group {
  readonly types: readonly string[]
  /** Place of the first resource of each type, how many there are, and the code of the first. */
  readonly ranges: readonly { readonly first: number; readonly count: number; readonly code: number }[]
  readonly stored: number
  /** The keys that are not stored, each with a number in the order in which they came. */
  readonly absent: AbsentNumbers
  readonly members: { readonly table: number; readonly name: string; readonly codes: Int32Array; hasAbsent: boolean }[]
}

/** Makes a collector; see {@link ReferenceCollector}. */
export function createReferenceCollector(
  plan: readonly PlannedTable[],
  keys: KeyTable,
  arranged: ArrangedResources,
  resolved: ResolvedKeys
): ReferenceCollector {
  const groups = new Map<string, Group>()
  for (const { columns } of plan) {
    for (const { kind, targets } of columns)
      if (kind === 'reference' && !groups.has(targets.join('|')))
        groups.set(targets.join('|'), group(targets, arranged))
  }
  const dangling = createDanglingCollector(plan, arranged, resolved)
  /** Rows of the first table of each type that has ids: by the resource's place in its index, and by key where it has none. */
  const rowsOf = new Map<string, { readonly rows: Int32Array; readonly contained: Map<number, number> }>()

  /** @param keyOf the key of the id in a row, -1 without; asked for rows of contained resources */
  function addRows(type: string, resources: Int32Array, keyOf: (row: number) => number): void {
    if (rowsOf.has(type)) return
    const rows = new Int32Array(arranged.typeNamed(type)?.count ?? 0).fill(NONE)
    const contained = new Map<number, number>()
    for (let row = 0; row < resources.length; row++) {
      const resource = resources[row]!
      if (resource >= 0) {
        rows[resource] = row
        continue
      }
      const key = keyOf(row)
      if (key >= 0) contained.set(key, row)
    }
    rowsOf.set(type, { rows, contained })
  }

  /** Marks what leads to rows of other shards. */
  function markElsewhere({ absent, stored }: Group, type: string, order: Int32Array, targets: Int32Array): void {
    const { elsewhere } = resolved
    if (elsewhere === undefined) return
    absent.keys().forEach((key, number) => {
      if (elsewhere[key] === 1 && keys.types[keys.typeOf(key)] === type) targets[stored + order[number]!] = ELSEWHERE
    })
  }

  /** Numbers the absent keys of a finished column in its group, and changes the column's codes to them. */
  function keepAbsent(codes: Int32Array, old: ReferenceKeys, { stored, absent }: Group): boolean {
    const numbers = new Int32Array(old.absent.length).fill(NONE)
    let hasAbsent = false
    for (let row = 0; row < codes.length; row++) {
      const index = codes[row]! - stored
      if (index < 0) continue
      hasAbsent = true
      if (numbers[index] === NONE) {
        const key = absentKey(old, index, keys)
        numbers[index] = absent.numberOf(key)
      }
      codes[row] = stored + numbers[index]!
    }
    return hasAbsent
  }

  return {
    add(table, position, column) {
      const { name, targets } = table.plan.columns[column]!
      const keyGroup = defined(groups.get(targets.join('|')))
      const { patient } = table
      const isPatient =
        patient !== undefined && table.patientsKnown && name === 'patient_id' && targets.join('|') === 'Patient'
      const taken =
        isPatient && table.plan.resourceType !== 'Patient'
          ? { codes: patient, hasAbsent: false }
          : spreadCodes(table, column, keyGroup, resolved, dangling)
      keyGroup.members.push({ table: position, name, ...taken })
    },

    addRows(table, ids) {
      addRows(table.plan.resourceType, table.resource, (row) => ids[row]!)
    },

    keep(table, position) {
      for (const [name, column] of table.columns) {
        if (column.kind === 'id') {
          const { resourceType: type } = table
          addRows(type, table.resource, (row) => {
            const id = idAt(column, row)
            return id === undefined ? NONE : keys.add(KEY_RESOURCE, type, id)
          })
        } else if (column.kind === 'reference') {
          const keyGroup = defined(groups.get(column.keys.stored.map(({ type }) => type).join('|')))
          const hasAbsent = keepAbsent(column.codes, column.keys, keyGroup)
          keyGroup.members.push({ table: position, name, codes: column.codes, hasAbsent })
        }
      }
    },

    finish(columns) {
      for (const keyGroup of groups.values()) {
        const { order, keys: shared } = groupKeys(keyGroup, keys, arranged)
        const targets = new Int32Array(shared.length).fill(NONE)
        keyGroup.types.forEach((type, index) => {
          const found = rowsOf.get(type)
          if (found === undefined) return
          targets.set(found.rows, keyGroup.ranges[index]!.code)
          markElsewhere(keyGroup, type, order, targets)
          for (const [key, row] of found.contained) {
            const number = keyGroup.absent.find(key)
            if (number >= 0) targets[keyGroup.stored + order[number]!] = row
          }
        })
        for (const { table, name, codes, hasAbsent } of keyGroup.members) {
          if (hasAbsent) orderCodes(codes, keyGroup.stored, order)
          columns[table]!.set(name, { kind: 'reference', codes, keys: shared, targets })
        }
      }
      return dangling.finish()
    }
  }
}

function group(types: readonly string[], arranged: ArrangedResources): Group {
  let stored = 0
  const ranges = types.map((type) => {
    const { first, count } = arranged.typeNamed(type) ?? { first: 0, count: 0 }
    const code = stored
    stored += count
    return { first, count, code }
  })
  return { types, ranges, stored, absent: createAbsentNumbers(), members: [] }
}

/** Codes of one column; what is not stored is numbered behind the stored resources, for now as it comes. */
function spreadCodes(
  { parts, places, rows, plan }: ArrangedTable,
  column: number,
  { ranges, stored, absent }: Group,
  { target, alias }: ResolvedKeys,
  dangling: DanglingCollector
): { readonly codes: Int32Array; readonly hasAbsent: boolean } {
  const out = new Int32Array(rows)
  const only = ranges.length === 1 ? ranges[0]! : undefined
  const note = dangling.column(plan, column)
  let hasAbsent = false
  let first = 0
  const codeOf = (place: number): number => {
    for (const { first: from, count, code } of ranges)
      if (place >= from && place - from < count) return code + place - from
    return NONE
  }
  function spreadPart(codes: Int32Array, resource: Int32Array, firstResource: number): void {
    for (let row = 0; row < codes.length; row++) {
      const place = places[first + row]!
      if (place < 0) continue
      const written = codes[row]!
      if (written < 0) {
        out[place] = NONE
        continue
      }
      const key = alias === undefined ? written : alias[written]!
      const named = target[key]!
      if (named >= 0) {
        const position = only === undefined ? NONE : named - only.first
        out[place] = only === undefined ? codeOf(named) : position >= 0 && position < only.count ? position : NONE
        continue
      }
      hasAbsent = true
      out[place] = stored + absent.numberOf(key)
      note(key, firstResource + resource[row]!)
    }
  }

  for (const { rows: count, columns, resource, firstResource } of parts) {
    const codes = columns[column] && codesOfChunk(columns[column])
    if (codes === undefined) leaveOut(places, first, count, out)
    else spreadPart(codes, resource, firstResource)
    first += count
  }
  return { codes: out, hasAbsent }
}

/** Gives absent keys their final place among the absent ones. */
function orderCodes(codes: Int32Array, stored: number, order: Int32Array): void {
  for (let row = 0; row < codes.length; row++) {
    const number = codes[row]! - stored
    if (number >= 0) codes[row] = stored + order[number]!
  }
}

/** Rows of a part that has no such column name nothing. */
function leaveOut(places: Int32Array, first: number, count: number, out: Int32Array): void {
  for (let row = first; row < first + count; row++) if (places[row]! >= 0) out[places[row]!] = NONE
}

/** The keys of a group. @returns besides them the final place of each absent one among the absent */
function groupKeys(
  { types, stored, absent }: Group,
  keys: KeyTable,
  arranged: ArrangedResources
): { readonly keys: ReferenceKeys; readonly order: Int32Array } {
  const { ids, types: absentType, order } = orderAbsent(types, absent, keys)
  return {
    order,
    keys: {
      length: stored + ids.length,
      stored: types.map((type) => ({ type, ids: arranged.typeNamed(type)?.ids ?? noIds })),
      absent: ids,
      absentType
    }
  }
}

const noIds: IdColumn = { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() }
