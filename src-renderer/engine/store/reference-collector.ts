import type { ArrangedResources } from './arrange-resources.ts'
import { codesOf, type ArrangedTable } from './arrange-table.ts'
import { KEY_IDENTIFIER, KEY_LOGICAL, KEY_RESOURCE, KEY_URN } from './chunk.ts'
import { NONE, type Column, type IdColumn, type ReferenceKeys } from './column.ts'
import { createDanglingCollector, type Dangling, type DanglingCollector } from './dangling-collector.ts'
import type { KeyTable } from './key-table.ts'
import type { PlannedTable } from './plan.ts'
import { NO_TYPE } from './reference-keys.ts'
import type { ResolvedKeys } from './resolve-keys.ts'
import { sortKeys } from './sort-keys.ts'

/** Makes the reference columns of all tables. Columns that may name the same types share keys and targets. */
export interface ReferenceCollector {
  /** Takes a reference column over. Where its keys lead is known when all tables are. */
  add(table: ArrangedTable, at: number, column: number): void
  /** Takes over which rows the resources of a table have. */
  addRows(table: ArrangedTable, ids: Int32Array): void
  /** Puts every column into its table's map. @returns references that name a resource which is not here */
  finish(columns: readonly Map<string, Column>[]): Dangling
}

interface Group {
  readonly types: readonly string[]
  /** Place of the first resource of each type, how many there are, and the code of the first. */
  readonly ranges: readonly { readonly first: number; readonly count: number; readonly code: number }[]
  readonly stored: number
  /** Number of each key that is not stored, in the order in which they came. */
  readonly absent: Map<number, number>
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

  return {
    add(table, at, column) {
      const { name, targets } = table.plan.columns[column]!
      const own = groups.get(targets.join('|'))!
      const { patient } = table
      const isPatient =
        patient !== undefined && table.patientsKnown && name === 'patient_id' && targets.join('|') === 'Patient'
      const taken =
        isPatient && table.plan.resourceType !== 'Patient'
          ? { codes: patient, hasAbsent: false }
          : spreadCodes(table, column, own, resolved, dangling)
      own.members.push({ table: at, name, ...taken })
    },

    addRows(table, ids) {
      const type = table.plan.resourceType
      if (rowsOf.has(type)) return
      const rows = new Int32Array(arranged.typeNamed(type)?.count ?? 0).fill(NONE)
      const contained = new Map<number, number>()
      table.resource.forEach((resource, row) => {
        if (resource >= 0) rows[resource] = row
        else if (ids[row]! >= 0) contained.set(ids[row]!, row)
      })
      rowsOf.set(type, { rows, contained })
    },

    finish(columns) {
      for (const own of groups.values()) {
        const { order, keys: shared } = groupKeys(own, keys, arranged)
        const targets = new Int32Array(shared.length).fill(NONE)
        own.types.forEach((type, at) => {
          const found = rowsOf.get(type)
          if (found === undefined) return
          targets.set(found.rows, own.ranges[at]!.code)
          for (const [key, row] of found.contained) {
            const number = own.absent.get(key)
            if (number !== undefined) targets[own.stored + order[number]!] = row
          }
        })
        for (const { table, name, codes, hasAbsent } of own.members) {
          if (hasAbsent) {
            for (let row = 0; row < codes.length; row++) {
              const number = codes[row]! - own.stored
              if (number >= 0) codes[row] = own.stored + order[number]!
            }
          }
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
  return { types, ranges, stored, absent: new Map(), members: [] }
}

/** Codes of one column; what is not stored is numbered behind the stored resources, for now as it comes. */
function spreadCodes(
  { parts, places, rows, plan }: ArrangedTable,
  column: number,
  { ranges, stored, absent }: Group,
  { target }: ResolvedKeys,
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
  for (const { rows: count, columns, resource, firstResource } of parts) {
    const codes = columns[column] && codesOf(columns[column])
    for (let row = 0; row < count; row++) {
      const place = places[first + row]!
      if (place < 0) continue
      const key = codes?.[row] ?? NONE
      if (key < 0) {
        out[place] = NONE
        continue
      }
      const named = target[key]!
      if (named >= 0) {
        const at = only === undefined ? NONE : named - only.first
        out[place] = only === undefined ? codeOf(named) : at >= 0 && at < only.count ? at : NONE
        continue
      }
      hasAbsent = true
      let number = absent.get(key)
      if (number === undefined) absent.set(key, (number = absent.size))
      out[place] = stored + number
      note(key, firstResource + resource[row]!)
    }
    first += count
  }
  return { codes: out, hasAbsent }
}

/** The keys of a group. @returns besides them the final place of each absent one among the absent */
function groupKeys(
  { types, stored, absent }: Group,
  keys: KeyTable,
  arranged: ArrangedResources
): { readonly keys: ReferenceKeys; readonly order: Int32Array } {
  const byType = types.map((): number[] => [])
  const others: { readonly key: number; readonly text: string }[] = []
  for (const key of absent.keys()) {
    const type = types.indexOf(keys.types[keys.typeOf(key)]!)
    if (keys.formOf(key) === KEY_RESOURCE && type >= 0) byType[type]!.push(key)
    else others.push({ key, text: absentText(keys, key) })
  }
  others.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  const words = new Uint32Array(absent.size * 4).fill(0xffffffff)
  const texts = new Map<number, string>()
  const absentType = new Uint8Array(absent.size).fill(NO_TYPE)
  const order = new Int32Array(absent.size)
  let at = 0
  byType.forEach((list, type) => {
    for (const key of sortKeys(keys, Int32Array.from(list))) {
      if (!keys.wordsOf(key, words, at * 4)) texts.set(at, keys.textOf(key))
      absentType[at] = type
      order[absent.get(key)!] = at++
    }
  })
  for (const { key, text } of others) {
    texts.set(at, text)
    order[absent.get(key)!] = at++
  }
  const ids: IdColumn = { kind: 'id', length: absent.size, words, others: texts }
  return {
    order,
    keys: {
      length: stored + absent.size,
      stored: types.map((type) => ({ type, ids: arranged.typeNamed(type)?.ids ?? noIds })),
      absent: ids,
      absentType
    }
  }
}

const noIds: IdColumn = { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() }

/** How a reference that names nothing here is shown: as it was written, without what does not matter. */
function absentText(keys: KeyTable, key: number): string {
  const text = keys.textOf(key)
  const type = keys.types[keys.typeOf(key)]!
  switch (keys.formOf(key)) {
    case KEY_RESOURCE:
      return `${type}/${text}`
    case KEY_URN:
      if (/^[0-9a-f-]{36}$/.test(text)) return `urn:uuid:${text}`
      return /^[\d.]+$/.test(text) ? `urn:oid:${text}` : text
    case KEY_IDENTIFIER:
    case KEY_LOGICAL:
      return `${type.includes('|') ? '' : type}?identifier=${text}`
    default:
      return text
  }
}
