import { defined } from '#shared/language/defined.ts'
import { writePart } from './cache-parts.ts'
import type { Column, ColumnKind, IdColumn, ReferenceColumn } from '../model/column.ts'
import { claimColumns, firstCodings, firstColumns } from './first-columns.ts'
import { toIpc, type IpcArray } from './store-ipc.ts'
import type { Store, StoreOrigins, Table } from '../model/store.ts'
import type { ViewMark } from '../model/view-marks.ts'

/** Raised with every change of the columns or of how they are written. */
export const CACHE_FORM = 6

/** What stands in front of the columns: everything that is small, and what is to come. */
export interface CacheHead {
  readonly of: 'head'
  /** {@link CACHE_FORM} of the program that wrote it. */
  readonly form: number
  /** The views that the columns were made by. */
  readonly views: readonly ViewMark[]
  readonly patients: number
  readonly files: Store['files']
  readonly sources?: NonNullable<Store['sources']>
  readonly report: Store['report']
  readonly snapshot: Store['snapshot']
  readonly resources: readonly { readonly type: string; readonly count: number }[]
  readonly tables: readonly {
    readonly name: string
    readonly rows: number
    readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[]
    readonly resourceType: string
  }[]
  readonly codings: readonly string[]
}

/** The words in front of the arrays of a part. Several parts follow each other where their arrays differ in length. */
export type CachePartHead =
  | CacheHead
  | { readonly of: 'concepts' | 'profiles' | 'labels' | 'values' | 'others' | 'end' }
  /** A stage of the columns has come: what needs no later ones can be asked. */
  | { readonly of: 'stage-end' }
  /** The parts of `StoreOrigins`, which follow each other. */
  | { readonly of: 'urls' | 'identifiers' | 'identified' | 'unused' | 'displays' | 'texts' }
  /** Rows of a table: `resource`, `day` where it has one; then, where it is about patients, their offsets. */
  | { readonly of: 'rows' | 'offsets'; readonly table: string }
  | { readonly of: 'ids' | 'profile' | 'labelled' | 'places'; readonly type: string }
  /** What references may name. Columns that share it give its number. */
  | { readonly of: 'keys' | 'absent' | 'absent-ids'; readonly keys: number; readonly types: readonly string[] }
  | {
      readonly of: 'column'
      readonly table: string
      readonly name: string
      readonly kind: Column['kind']
      readonly keys?: number
      /** The column is that of the table itself: its patients, or the ids of its resources. */
      readonly shared?: true
    }
  | { readonly of: 'coding' | 'coding-ids'; readonly name: string }

/** The order of columns: those of the first screen besides claims, those of claims, all others. */
const stages = ['first', 'claims', 'rest'] as const
type Stage = (typeof stages)[number]

/**
 * Writes a store as parts, each the arrays of one column as Arrow IPC: first those that the first screen needs.
 * @param views marks of the views that the store was made by
 */
export function* writeCache(store: Store, views: readonly ViewMark[]): Generator<Uint8Array, void> {
  const { patients, files, sources, report, snapshot, tables, resources, codings } = store
  yield* part({
    of: 'head',
    form: CACHE_FORM,
    views,
    patients,
    files,
    ...(sources === undefined ? {} : { sources }),
    report,
    snapshot,
    resources: Array.from(resources.values(), ({ resourceType, count }) => ({ type: resourceType, count })),
    tables: Array.from(tables.values(), ({ name, rows, info, resourceType }) => ({
      name,
      rows,
      columns: info.map((column) => ({ name: column.name, kind: column.kind })),
      resourceType
    })),
    codings: [...codings.keys()]
  })
  yield* part({ of: 'concepts' }, pick(store.concepts, ['systems', 'codes', 'displays']))
  yield* part({ of: 'profiles' }, { values: store.profiles })
  yield* part({ of: 'labels' }, { values: store.labels?.texts ?? [] })
  for (const { name, resource, day, patientOffsets } of tables.values()) {
    yield* part({ of: 'rows', table: name }, { resource, ...(day === undefined ? {} : { day }) })
    if (patientOffsets !== undefined) yield* part({ of: 'offsets', table: name }, { patientOffsets })
  }
  for (const { resourceType, profile } of resources.values())
    yield* part({ of: 'profile', type: resourceType }, { profile })
  // Who may see what is known from the labels, so they come before the columns.
  for (const [type, { rows, label }] of store.labels?.byType ?? [])
    yield* part({ of: 'labelled', type }, { rows, label })

  const writer = new ColumnWriter(store)
  const stageOf = (table: string, column: string): Stage =>
    firstColumns[table]?.includes(column) === true
      ? 'first'
      : claimColumns[table]?.includes(column) === true
        ? 'claims'
        : 'rest'
  for (const stage of stages) {
    for (const table of tables.values())
      for (const [name, column] of table.columns)
        if (stageOf(table.name, name) === stage) yield* writer.column(table, name, column)
    for (const [name, { offsets, ids }] of codings) {
      if (stage !== (firstCodings.includes(name) ? 'first' : 'rest')) continue
      yield* part({ of: 'coding', name }, { offsets })
      yield* part({ of: 'coding-ids', name }, { ids })
    }
    yield* part({ of: 'stage-end' })
  }
  for (const { resourceType, ...index } of resources.values()) {
    yield* writer.ids(resourceType)
    yield* part({ of: 'places', type: resourceType }, pick(index, ['file', 'line', 'offset', 'length', 'patient']))
  }
  yield* originParts(store.origins)
  yield* part({ of: 'end' })
}

function* originParts({ names, displays }: StoreOrigins): Generator<Uint8Array, void> {
  yield* part({ of: 'urls' }, { texts: names.fullUrls, resource: names.fullUrlOf })
  yield* part({ of: 'identifiers' }, { words: names.identifiers })
  yield* part({ of: 'identified' }, { resource: names.identifierOf })
  yield* part({ of: 'unused' }, pick(displays.unused, ['systems', 'codes', 'displays']))
  yield* part({ of: 'displays' }, pick(displays, ['concept', 'file', 'offset', 'display']))
  yield* part({ of: 'texts' }, { values: displays.texts })
}

/** Writes columns, and before each what it shares with others. */
class ColumnWriter {
  readonly #store: Store
  readonly #ids = new Set<string>()
  readonly #keys = new Map<ReferenceColumn['keys'], number>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Ids of all resources of a type, unless they were written. */
  *ids(type: string): Generator<Uint8Array, void> {
    const index = this.#store.resources.get(type)
    if (index === undefined || this.#ids.has(type)) return
    this.#ids.add(type)
    yield* idParts({ of: 'ids', type }, index.ids)
  }

  *#references({ keys, targets }: ReferenceColumn): Generator<Uint8Array, void> {
    if (this.#keys.has(keys)) return
    const types = keys.stored.map(({ type }) => type)
    for (const type of types) yield* this.ids(type)
    const number = this.#keys.size
    this.#keys.set(keys, number)
    const words = { keys: number, types } as const
    yield* part({ of: 'keys', ...words }, { targets })
    yield* part({ of: 'absent', ...words }, { absentType: keys.absentType })
    yield* idParts({ of: 'absent-ids', ...words }, keys.absent)
  }

  *column(table: Table, name: string, column: Column): Generator<Uint8Array, void> {
    const words = { of: 'column', table: table.name, name, kind: column.kind } as const
    const shared = { ...words, shared: true } as const
    switch (column.kind) {
      case 'dictionary':
        yield* part(words, { codes: column.codes })
        yield* part({ of: 'values' }, { values: column.values })
        return
      case 'id':
        if (
          column.rows === table.resource &&
          column.words === this.#store.resources.get(table.resourceType)?.ids.words
        ) {
          yield* this.ids(table.resourceType)
          yield* part(shared)
        } else yield* idParts(words, column)
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
      case 'reference': {
        yield* this.#references(column)
        const keys = defined(this.#keys.get(column.keys))
        if (column.codes === table.patient) yield* part({ ...shared, keys })
        else yield* part({ ...words, keys }, { codes: column.codes })
      }
    }
  }
}

function part(words: CachePartHead, arrays?: Readonly<Record<string, IpcArray>>): Generator<Uint8Array, void> {
  return writePart({ meta: words, body: arrays === undefined ? new Uint8Array(0) : toIpc(arrays) })
}

function pick<const K extends string, T extends Readonly<Record<K, IpcArray>>>(
  from: T,
  names: readonly K[]
): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>
}

/** Ids are four words each; those that are no UUID follow with their rows. */
function* idParts(words: CachePartHead, { words: uuids, others }: IdColumn): Generator<Uint8Array, void> {
  yield* part(words, { words: uuids })
  yield* part({ of: 'others' }, { rows: Int32Array.from(others.keys()), texts: Array.from(others.values()) })
}
