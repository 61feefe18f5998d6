import { storeOf, tableOf } from '../store/build/create-store.ts'
import { conceptTable, type ConceptTable } from '../store/model/concept-table.ts'
import { noConceptOrigins } from '../store/model/concept-origins.ts'
import type { Store, Table } from '../store/model/store.ts'
import { rangeShard } from './range-shards.ts'
import type { PopulationShard } from './shard.ts'

/** A store whose arrays are in shared memory, as it can be sent to another thread without copying them. */
export interface SharedStore extends Omit<
  Store,
  'table' | 'inPopulation' | 'population' | 'tables' | 'concepts' | 'origins'
> {
  readonly tables: ReadonlyMap<string, Omit<Table, 'column'>>
  readonly concepts: Pick<ConceptTable, 'systems' | 'codes' | 'displays'>
  // Functions do not cross to another thread, and tables are not rebuilt there.
  readonly table: undefined
  readonly inPopulation: undefined
  readonly population: undefined
  readonly origins: undefined
}

type Numbers = Int32Array | Uint32Array | Int16Array | Uint8Array | Float64Array

/**
 * Moves the arrays of a store into shared memory: the store stays what it is, and other threads can have it, too. Texts of
 * dictionaries and ids that are no UUIDs are copied to each thread.
 * @param store of which all columns have been read
 * @param pause is waited for after each table, so that other work is not held up; what is asked meanwhile gets the same answers
 */
export async function shareStore(store: Store, pause: () => Promise<void>): Promise<SharedStore> {
  // Weak, so that the memory before is free as soon as nothing else has it.
  const moved = new WeakMap<Numbers, Numbers>()
  const done = new Set<object>()

  /** The same values in shared memory. Arrays that stand in several places go on doing so. */
  function shared(values: Numbers): Numbers {
    if (values.buffer instanceof SharedArrayBuffer) return values
    const known = moved.get(values)
    if (known !== undefined) return known
    const type = values.constructor as new (buffer: SharedArrayBuffer) => Numbers
    const copy = new type(new SharedArrayBuffer(values.byteLength))
    copy.set(values)
    moved.set(values, copy)
    return copy
  }

  /** Moves the arrays of an object, and of the objects and lists in it. */
  function move(holder: object): void {
    if (done.has(holder)) return
    done.add(holder)
    for (const [name, value] of Object.entries(holder) as [string, unknown][]) {
      if (isNumbers(value)) Reflect.set(holder, name, shared(value))
      else if (typeof value === 'object' && value !== null && !(value instanceof Map)) {
        if (Array.isArray(value) && typeof value[0] !== 'object') continue
        move(value)
      }
    }
  }

  for (const table of store.tables.values()) {
    move(table)
    for (const column of table.columns.values()) move(column)
    await pause()
  }
  for (const codings of store.codings.values()) move(codings)
  for (const index of store.resources.values()) move(index)
  return sharedParts(store)
}

function isNumbers(value: unknown): value is Numbers {
  return ArrayBuffer.isView(value)
}

function sharedParts(store: Store): SharedStore {
  const { systems, codes, displays } = store.concepts
  return {
    ...store,
    table: undefined,
    inPopulation: undefined,
    population: undefined,
    origins: undefined,
    codings: new Map(store.codings),
    resources: new Map(store.resources),
    concepts: { systems, codes, displays },
    tables: new Map(
      [...store.tables].map(([name, table]) => [name, { ...table, column: undefined, columns: new Map(table.columns) }])
    )
  }
}

const noOrigins: Store['origins'] = {
  names: {
    fullUrls: [],
    fullUrlOf: new Int32Array(0),
    identifiers: new Uint32Array(0),
    identifierOf: new Int32Array(0)
  },
  displays: noConceptOrigins
}

/**
 * One of the shards of a store that another thread shares. Its tables cannot be rebuilt from files, for which the thread
 * with the store is asked.
 * @param count number of shards @param index of the wanted one
 */
export function shardOfShared(
  { tables, concepts, ...facts }: SharedStore,
  count: number,
  index: number
): PopulationShard {
  const store = storeOf({
    ...facts,
    origins: noOrigins,
    concepts: conceptTable(concepts.systems, concepts.codes, concepts.displays),
    tables: new Map([...tables].map(([name, table]) => [name, tableOf(table)]))
  })
  return rangeShard(store, count, index)
}
