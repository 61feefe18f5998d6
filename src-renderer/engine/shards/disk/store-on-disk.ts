import { defined } from '#shared/language/defined.ts'
import { storeOf, tableOf, type PopulationStores } from '../../store/build/create-store.ts'
import type { Column, DictionaryColumn, IdColumn, ReferenceColumn, ReferenceKeys } from '../../store/model/column.ts'
import { noConceptOrigins } from '../../store/model/concept-origins.ts'
import { holdDerivedBy } from '../../store/model/derived-values.ts'
import { idsOfRows } from '../../store/model/id-column.ts'
import type { CodingIndex, ResourceIndex, Store, Table } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import { bytesOfText, type ArrayCache, type ArrayFile } from './array-cache.ts'
import type { ArrayPlace, NumberArray } from './array-places.ts'
import type {
  ColumnPlace,
  IdPlace,
  IndexPlace,
  KeysPlace,
  ShardDirectory,
  TableDirectory,
  TextsPlace
} from './directory.ts'

/** The table of which everything stays in memory, since every screen asks it first. */
const RESIDENT = 'patient'
/** What a map takes for an entry. */
const MAP_ENTRY_BYTES = 32

const noIds: ReadonlyMap<number, string> = new Map()

/** A map whose values are made when they are asked for, and not held. */
class ReadMap<V> extends Map<string, V> {
  readonly #names: ReadonlySet<string>
  readonly #read: (name: string) => V

  constructor(names: Iterable<string>, read: (name: string) => V) {
    super()
    this.#names = new Set(names)
    this.#read = read
  }

  override get size(): number {
    return this.#names.size
  }

  override get(name: string): V | undefined {
    return this.#names.has(name) ? this.#read(name) : undefined
  }

  override has(name: string): boolean {
    return this.#names.has(name)
  }

  override keys(): MapIterator<string> {
    return this.#names.keys()
  }

  override *values(): MapIterator<V> {
    for (const name of this.#names) yield this.#read(name)
  }

  override *entries(): MapIterator<[string, V]> {
    for (const name of this.#names) yield [name, this.#read(name)]
  }

  override [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries()
  }

  override forEach(visit: (value: V, name: string, map: Map<string, V>) => void): void {
    for (const name of this.#names) visit(this.#read(name), name, this)
  }
}

/** Where a store on the disk is read from. */
export interface StoreFile {
  readonly directory: ShardDirectory
  /** The table of the directory's concepts, which all shards of a thread share. */
  readonly concepts: ConceptTable
  readonly file: ArrayFile
  readonly cache: ArrayCache
}

/**
 * A store whose arrays are read from a file when they are asked for.
 * @param population its stores, this one included
 */
export function storeOnDisk({ directory, concepts, file, cache }: StoreFile, population?: PopulationStores): Store {
  const reader = new DiskReader(directory, file, cache)
  const { tables, keys: _, codings, resources, ...facts } = directory
  const store = storeOf(
    {
      ...facts,
      concepts,
      tables: new Map(tables.map((table) => [table.name, reader.table(table)])),
      codings: new ReadMap(codings.keys(), (name) => reader.codings(name)),
      resources: new Map([...resources].map(([type, index]) => [type, reader.index(type, index)])),
      origins: {
        names: {
          fullUrls: [],
          fullUrlOf: new Int32Array(0),
          identifiers: new Uint32Array(0),
          identifierOf: new Int32Array(0)
        },
        displays: noConceptOrigins
      }
    },
    population
  )
  holdDerivedBy(cache, store)
  return store
}

/** Makes tables, columns, and indexes of what is in the file. */
class DiskReader {
  readonly #directory: ShardDirectory
  readonly #cache: ArrayCache
  readonly #keys = new Map<KeysPlace, ReferenceKeys>()
  readonly #array: (place: ArrayPlace, isResident?: boolean) => NumberArray
  readonly #made: <T>(place: ArrayPlace, make: () => { readonly value: T; readonly bytes: number }) => T

  constructor(directory: ShardDirectory, file: ArrayFile, cache: ArrayCache) {
    this.#directory = directory
    this.#cache = cache
    this.#made = (place, make) => cache.made(file, place, make)
    this.#array = (place, isResident) => cache.get(file, place, isResident)
  }

  #numbers(place: ArrayPlace, isResident?: boolean): Int32Array {
    return this.#array(place, isResident) as Int32Array
  }

  table(place: TableDirectory): Table {
    const { name, description, rows, resourceType, info, columns } = place
    const isResident = name === RESIDENT
    const numbers = (arrayPlace: ArrayPlace | undefined): Int32Array | undefined =>
      arrayPlace && this.#numbers(arrayPlace, isResident)
    const table: Table = {
      ...tableOf({
        name,
        description,
        rows,
        resourceType,
        info,
        patient: undefined,
        patientOffsets: undefined,
        day: undefined,
        resource: new Int32Array(0),
        columns: new ReadMap(columns.keys(), (each) => this.#column(defined(columns.get(each)), place, isResident))
      }),
      isAboutPeople: place.patient !== undefined,
      hasDays: place.day !== undefined,
      get resource() {
        return defined(numbers(place.resource))
      },
      get patient() {
        return numbers(place.patient)
      },
      get patientOffsets() {
        return numbers(place.patientOffsets)
      },
      get day() {
        return numbers(place.day)
      }
    }
    holdDerivedBy(this.#cache, table)
    return table
  }

  index(resourceType: string, { count, ids, arrays }: IndexPlace): ResourceIndex {
    const array = this.#array
    const readIds = (): IdColumn => this.#ids(ids)
    return {
      resourceType,
      count,
      get ids() {
        return readIds()
      },
      get file() {
        return array(arrays.file) as Int32Array
      },
      get line() {
        return array(arrays.line) as Uint32Array
      },
      get offset() {
        return array(arrays.offset) as Float64Array
      },
      get length() {
        return array(arrays.length) as Uint32Array
      },
      get patient() {
        return array(arrays.patient) as Int32Array
      },
      get profile() {
        return array(arrays.profile) as Int32Array
      }
    }
  }

  codings(name: string): CodingIndex {
    const { offsets, ids } = defined(this.#directory.codings.get(name))
    return { offsets: this.#numbers(offsets), ids: this.#numbers(ids) }
  }

  #column({ kind, arrays, values, ids, keys }: ColumnPlace, table: TableDirectory, isResident: boolean): Column {
    const read = Object.fromEntries(
      Object.entries(arrays).map(([name, place]) => [name, this.#array(place, isResident)])
    )
    if (kind === 'id') {
      const of = this.#ids(ids ?? this.#directory.resources.get(table.resourceType)?.ids, isResident)
      if (ids === undefined) return idsOfRows(of, this.#numbers(table.resource, isResident))
      return read['rows'] === undefined ? of : idsOfRows(of, read['rows'] as Int32Array)
    }
    if (kind === 'reference') return this.#reference(read['codes'] as Int32Array, this.#directory.keys[defined(keys)]!)
    if (kind === 'dictionary') return this.#dictionary(read['codes'] as Int32Array, defined(values))
    return { kind, ...read } as Column
  }

  /** Texts are read when they are asked for: most who look at a column of codes know what they look for. */
  #dictionary(codes: Int32Array, place: TextsPlace): DictionaryColumn {
    const read = (): readonly string[] => this.#texts(place)
    let texts: readonly string[] | undefined
    return {
      kind: 'dictionary',
      codes,
      get values() {
        texts ??= read()
        return texts
      }
    }
  }

  #texts({ ends, texts }: TextsPlace): readonly string[] {
    if (ends.length === 0) return []
    return this.#made(ends, () => {
      const value = this.#cut(ends, texts)
      return { value, bytes: value.reduce((sum, text) => sum + bytesOfText(text), 0) }
    })
  }

  #cut(ends: ArrayPlace, texts: ArrayPlace): string[] {
    const all = new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#array(texts))
    const end = this.#numbers(ends)
    return Array.from(end, (to, index) => all.slice(end[index - 1] ?? 0, to))
  }

  /** What a reference may name is read when it is asked for: most who follow one only need where it leads. */
  #reference(codes: Int32Array, place: KeysPlace): ReferenceColumn {
    const array = this.#array
    let targets: Int32Array | undefined
    return {
      kind: 'reference',
      codes,
      get targets() {
        targets ??= array(place.targets) as Int32Array
        return targets
      },
      keys: this.#keysAt(place)
    }
  }

  /** The same object each time, because columns that share their keys are known by it. */
  #keysAt(place: KeysPlace): ReferenceKeys {
    const known = this.#keys.get(place)
    if (known !== undefined) return known
    const { length, types, absent, absentType } = place
    const array = this.#array
    const idsOf = (type: string): IdColumn => this.#ids(this.#directory.resources.get(type)?.ids)
    const absentIds = (): IdColumn => this.#ids(absent)
    const keys: ReferenceKeys = {
      length,
      stored: types.map((type) => ({
        type,
        get ids() {
          return idsOf(type)
        }
      })),
      get absent() {
        return absentIds()
      },
      get absentType() {
        return array(absentType) as Uint8Array
      }
    }
    this.#keys.set(place, keys)
    return keys
  }

  #ids(place: IdPlace | undefined, isResident?: boolean): IdColumn {
    if (place === undefined) return { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() }
    const words = this.#array(place.words, isResident) as Uint32Array
    return { kind: 'id', length: words.length / 4, words, others: this.#otherIds(place) }
  }

  /** Ids that are no UUIDs. */
  #otherIds({ entries, ends, texts }: IdPlace): ReadonlyMap<number, string> {
    if (entries.length === 0) return noIds
    return this.#made(entries, () => {
      const cutTexts = this.#cut(ends, texts)
      const value = new Map(Array.from(this.#numbers(entries), (entry, index) => [entry, cutTexts[index]!]))
      return { value, bytes: cutTexts.reduce((sum, text) => sum + bytesOfText(text) + MAP_ENTRY_BYTES, 0) }
    })
  }
}
