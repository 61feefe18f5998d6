import { writePart } from './cache-parts.ts'
import type { Column, IdColumn, ReferenceColumn } from './column.ts'
import { toIpc, type IpcArray } from './store-ipc.ts'
import type { Store, Table } from './store.ts'

/** What stands in front of the columns. */
export interface CacheHead {
  readonly of: 'head'
  readonly version: string
  readonly patients: number
  readonly files: Store['files']
  readonly report: Store['report']
  readonly snapshot: Store['snapshot']
}

/** The words in front of the arrays of a part. References that share their keys name them by `keys`. */
export type CacheWords =
  | CacheHead
  | { readonly of: 'concepts' | 'profiles' | 'end' }
  | { readonly of: 'keys'; readonly keys: number }
  | {
      readonly of: 'table'
      readonly name: string
      readonly description: string
      readonly rows: number
      readonly info: Table['info']
      readonly resourceType: string
    }
  | { readonly of: 'offsets' }
  | { readonly of: 'column'; readonly name: string; readonly kind: Column['kind']; readonly keys?: number }
  | { readonly of: 'values' | 'others' }
  | { readonly of: 'coding'; readonly name: string }
  | { readonly of: 'coding-ids' }
  | { readonly of: 'resources'; readonly resourceType: string; readonly count: number }
  | { readonly of: 'resource-ids' }

/**
 * Writes a store as parts, each the arrays of one column as Arrow IPC. A part without a name belongs to the one before it.
 * @param version of `cacheVersion`
 */
export function* writeCache(store: Store, version: string): Generator<Uint8Array, void> {
  const { patients, files, report, snapshot } = store
  yield* part({ of: 'head', version, patients, files, report, snapshot })
  yield* part({ of: 'concepts' }, pick(store.concepts, ['systems', 'codes', 'displays']))
  yield* part({ of: 'profiles' }, { values: store.profiles })

  const known = new Map<readonly string[], number>()
  for (const table of store.tables.values()) {
    for (const column of table.columns.values()) {
      if (column.kind !== 'reference' || known.has(column.keys)) continue
      known.set(column.keys, known.size)
      yield* part({ of: 'keys', keys: known.get(column.keys)! }, pick(column, ['keys', 'targets']))
    }
  }
  for (const table of store.tables.values()) {
    const { name, description, rows, info, resourceType, resource, patient, day, patientOffsets } = table
    yield* part(
      { of: 'table', name, description, rows, info, resourceType },
      { resource, ...(patient === undefined ? {} : { patient }), ...(day === undefined ? {} : { day }) }
    )
    if (patientOffsets !== undefined) yield* part({ of: 'offsets' }, { patientOffsets })
    for (const [columnName, column] of table.columns) yield* columnParts(columnName, column, known)
  }
  for (const [name, { offsets, ids }] of store.codings) {
    yield* part({ of: 'coding', name }, { offsets })
    yield* part({ of: 'coding-ids' }, { ids })
  }
  for (const { resourceType, count, ids, ...arrays } of store.resources.values()) {
    yield* part(
      { of: 'resources', resourceType, count },
      pick(arrays, ['file', 'line', 'offset', 'length', 'patient', 'profile'])
    )
    yield* idParts({ of: 'resource-ids' }, ids)
  }
  yield* part({ of: 'end' })
}

function part(words: CacheWords, arrays?: Readonly<Record<string, IpcArray>>): Generator<Uint8Array, void> {
  return writePart({ meta: words, body: arrays === undefined ? new Uint8Array(0) : toIpc(arrays) })
}

function pick<const K extends string, T extends Readonly<Record<K, IpcArray>>>(
  from: T,
  names: readonly K[]
): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>
}

function* columnParts(
  name: string,
  column: Column,
  known: ReadonlyMap<ReferenceColumn['keys'], number>
): Generator<Uint8Array, void> {
  const words = { of: 'column', name, kind: column.kind } as const
  switch (column.kind) {
    case 'dictionary':
      yield* part(words, { codes: column.codes })
      yield* part({ of: 'values' }, { values: column.values })
      return
    case 'id':
      yield* idParts(words, column)
      return
    case 'date':
      yield* part(words, pick(column, ['days', 'precision']))
      return
    case 'dateTime':
      yield* part(words, pick(column, ['days', 'millis', 'offset', 'precision']))
      return
    case 'number':
    case 'integer':
    case 'boolean':
      yield* part(words, { values: column.values })
      return
    case 'concept':
      yield* part(words, { ids: column.ids })
      return
    case 'reference':
      yield* part({ ...words, keys: known.get(column.keys)! }, { codes: column.codes })
  }
}

/** Ids are four words each; those that are no UUID follow with their rows. */
function* idParts(words: CacheWords, { words: uuids, others }: IdColumn): Generator<Uint8Array, void> {
  yield* part(words, { words: uuids })
  yield* part({ of: 'others' }, { rows: Int32Array.from(others.keys()), texts: Array.from(others.values()) })
}
