import { idsOfRows } from '../model/id-column.ts'
import { NONE, type Column, type IdColumn, type ReferenceColumn, type ReferenceKeys } from '../model/column.ts'
import { usedCodes } from '../../base/kernels/used-codes.ts'

/** Where rows are in a limited store; {@link NONE} for those that are left out. */
export type NewPlaces = Int32Array

/** How references change: places of stored resources and of rows of the table that tells of a type, both by type. */
export interface MovedTargets {
  readonly resources: ReadonlyMap<string, { readonly ids: IdColumn; readonly places: NewPlaces }>
  readonly rows: ReadonlyMap<string, NewPlaces>
}

/** Some rows of an id column, as entries of their own. */
export function selectIds(column: IdColumn, rows: Int32Array): IdColumn {
  const words = new Uint32Array(rows.length * 4)
  const others = new Map<number, string>()
  rows.forEach((row, place) => {
    const entry = column.rows === undefined ? row : column.rows[row]!
    words.set(column.words.subarray(entry * 4, entry * 4 + 4), place * 4)
    const text = column.others.get(entry)
    if (text !== undefined) others.set(place, text)
  })
  return { kind: 'id', length: rows.length, words, others }
}

/** Ids of rows that share those of their resources, when they did before. @param resource of the rows that stay */
export function gatherTableIds(column: IdColumn, rows: Int32Array, shared: IdColumn, resource: Int32Array): IdColumn {
  return column.rows === undefined ? selectIds(column, rows) : idsOfRows(shared, resource)
}

/** Some rows of a column without ids and references. Texts that no row has any more go. */
export function gatherPlain(column: Exclude<Column, IdColumn | ReferenceColumn>, rows: Int32Array): Column {
  switch (column.kind) {
    case 'dictionary': {
      const codes = rows.map((row) => column.codes[row]!)
      const { kept: stay, place } = usedCodes([codes], column.values.length)
      return {
        kind: 'dictionary',
        codes: codes.map((code) => (code < 0 ? NONE : place[code]!)),
        values: stay.map((code) => column.values[code]!)
      }
    }
    case 'concept':
      return { kind: 'concept', ids: rows.map((row) => column.ids[row]!) }
    case 'date':
      return { kind: 'date', days: rows.map((row) => column.days[row]!), precision: bytes(column.precision, rows) }
    case 'dateTime':
      return {
        kind: 'dateTime',
        days: rows.map((row) => column.days[row]!),
        millis: rows.map((row) => column.millis[row]!),
        offset: Int16Array.from(rows, (row) => column.offset[row]!),
        precision: bytes(column.precision, rows)
      }
    case 'number':
      return { kind: 'number', values: Float64Array.from(rows, (row) => column.values[row]!) }
    case 'integer':
      return { kind: 'integer', values: rows.map((row) => column.values[row]!) }
    case 'boolean':
      return { kind: 'boolean', values: bytes(column.values, rows) }
  }
}

function bytes(values: Uint8Array, rows: Int32Array): Uint8Array {
  return Uint8Array.from(rows, (row) => values[row]!)
}

/** Keys of references with the new place of each code; what was left out is named by nothing any more. */
export interface MovedKeys {
  readonly keys: ReferenceKeys
  readonly targets: Int32Array
  readonly codes: NewPlaces
}

/** Moves keys that columns share. @param used codes that rows that stay have */
export function moveKeys(
  { keys, targets }: Pick<ReferenceColumn, 'keys' | 'targets'>,
  used: Uint8Array,
  moved: MovedTargets
): MovedKeys {
  const codes = new Int32Array(keys.length).fill(NONE)
  const newTargets: number[] = []
  const stored: { type: string; ids: IdColumn }[] = []
  let first = 0
  const move = (code: number, type: string | undefined): void => {
    codes[code] = newTargets.length
    const target = targets[code]!
    newTargets.push(target < 0 || type === undefined ? NONE : (moved.rows.get(type)?.[target] ?? NONE))
  }
  for (const { type, ids } of keys.stored) {
    const resources = moved.resources.get(type)
    for (let index = 0; index < ids.length; index++)
      if ((resources?.places[index] ?? NONE) >= 0) move(first + index, type)
    stored.push({ type, ids: resources?.ids ?? { ...ids, length: 0 } })
    first += ids.length
  }
  const absent: number[] = []
  for (let index = 0; index < keys.absent.length; index++) {
    if (used[first + index] === 0) continue
    move(first + index, keys.stored[keys.absentType[index]!]?.type)
    absent.push(index)
  }
  const rows = Int32Array.from(absent)
  return {
    codes,
    targets: Int32Array.from(newTargets),
    keys: {
      length: newTargets.length,
      stored,
      absent: selectIds(keys.absent, rows),
      absentType: bytes(keys.absentType, rows)
    }
  }
}
