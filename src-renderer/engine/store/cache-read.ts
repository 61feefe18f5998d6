import { readParts, type CachePart } from './cache-parts.ts'
import type { CacheHead, CacheWords } from './cache-write.ts'
import type { Column, IdColumn } from './column.ts'
import { storeOf, tableOf } from './create-store.ts'
import { conceptTable } from './finish-concepts.ts'
import { fromIpc, notACache, type IpcArray } from './store-ipc.ts'
import type { CodingIndex, ResourceIndex, Store, Table } from './store.ts'

/** Reads the arrays of the part at hand and goes on to the next one. */
interface Parts {
  /** Words of the part at hand, undefined at the end. */
  readonly words: CacheWords | undefined
  /** Array of the part at hand, undefined when it has none of that name. */
  array(name: string): IpcArray | undefined
  next(): Promise<void>
}

/**
 * Reads what `writeCache` wrote. Numbers are used where they were read to; texts of dictionaries are cut from one string.
 * @param onBytes is told the size of what has been read
 * @returns undefined when the columns were made by another version
 * @throws AppError `unreadable-file` when the stream is no cache or ends early
 */
export async function readCache(
  stream: ReadableStream<Uint8Array>,
  version: string,
  onBytes: (bytes: number) => void = () => undefined
): Promise<Store | undefined> {
  const iterator = readParts(stream)
  try {
    const parts = await partsOf(iterator, onBytes)
    const head = parts.words
    if (head?.of !== 'head') throw notACache()
    if (head.version !== version) return undefined
    await parts.next()
    return await readStore(parts, head)
  } finally {
    await iterator.return()
  }
}

async function partsOf(iterator: AsyncGenerator<CachePart, void>, onBytes: (bytes: number) => void): Promise<Parts> {
  let words: CacheWords | undefined
  let arrays: (name: string) => IpcArray | undefined = () => undefined
  const next = async (): Promise<void> => {
    const { done, value } = await iterator.next()
    if (done === true) {
      words = undefined
      return
    }
    words = value.meta as CacheWords
    onBytes(value.body.length)
    if (value.body.length > 0) arrays = fromIpc(value.body)
  }
  await next()
  return {
    get words() {
      return words
    },
    array: (name) => arrays(name),
    next
  }
}

async function readStore(parts: Parts, head: CacheHead): Promise<Store> {
  expect(parts, 'concepts')
  const concepts = conceptTable(texts(parts, 'systems'), texts(parts, 'codes'), texts(parts, 'displays'))
  await parts.next()
  expect(parts, 'profiles')
  const profiles = texts(parts, 'values')
  await parts.next()

  const keys: { readonly keys: readonly string[]; readonly targets: Int32Array }[] = []
  while (parts.words?.of === 'keys') {
    keys[parts.words.keys] = { keys: texts(parts, 'keys'), targets: numbers(parts, 'targets', Int32Array) }
    await parts.next()
  }
  const tables = new Map<string, Table>()
  while (parts.words?.of === 'table') {
    const table = await readTable(parts, parts.words, keys)
    tables.set(table.name, table)
  }
  const codings = new Map<string, CodingIndex>()
  while (parts.words?.of === 'coding') {
    const { name } = parts.words
    const offsets = numbers(parts, 'offsets', Int32Array)
    await parts.next()
    expect(parts, 'coding-ids')
    codings.set(name, { offsets, ids: numbers(parts, 'ids', Int32Array) })
    await parts.next()
  }
  const resources = new Map<string, ResourceIndex>()
  while (parts.words?.of === 'resources') {
    const { resourceType, count } = parts.words
    const index = {
      resourceType,
      count,
      file: numbers(parts, 'file', Int32Array),
      line: numbers(parts, 'line', Uint32Array),
      offset: numbers(parts, 'offset', Float64Array),
      length: numbers(parts, 'length', Uint32Array),
      patient: numbers(parts, 'patient', Int32Array),
      profile: numbers(parts, 'profile', Int32Array)
    }
    await parts.next()
    expect(parts, 'resource-ids')
    resources.set(resourceType, { ...index, ids: await readIds(parts) })
  }
  expect(parts, 'end')
  const { patients, files, report, snapshot } = head
  return storeOf({ patients, tables, concepts, codings, resources, profiles, files, report, snapshot })
}

async function readTable(
  parts: Parts,
  { name, description, rows, info, resourceType }: Extract<CacheWords, { of: 'table' }>,
  keys: readonly { readonly keys: readonly string[]; readonly targets: Int32Array }[]
): Promise<Table> {
  const resource = numbers(parts, 'resource', Int32Array)
  const day = optional(parts, 'day')
  const patient = optional(parts, 'patient')
  await parts.next()
  let patientOffsets: Int32Array | undefined
  if (parts.words?.of === 'offsets') {
    patientOffsets = numbers(parts, 'patientOffsets', Int32Array)
    await parts.next()
  }
  const columns = new Map<string, Column>()
  while (parts.words?.of === 'column') {
    const words = parts.words
    columns.set(words.name, await readColumn(parts, words, keys))
  }
  return tableOf({ name, description, rows, columns, info, patient, patientOffsets, day, resource, resourceType })
}

async function readColumn(
  parts: Parts,
  { kind, keys }: Extract<CacheWords, { of: 'column' }>,
  allKeys: readonly { readonly keys: readonly string[]; readonly targets: Int32Array }[]
): Promise<Column> {
  if (kind === 'id') return readIds(parts)
  const column = ((): Column => {
    switch (kind) {
      case 'dictionary':
        return { kind, codes: numbers(parts, 'codes', Int32Array), values: [] }
      case 'date':
        return { kind, days: numbers(parts, 'days', Int32Array), precision: numbers(parts, 'precision', Uint8Array) }
      case 'dateTime':
        return {
          kind,
          days: numbers(parts, 'days', Int32Array),
          millis: numbers(parts, 'millis', Int32Array),
          offset: numbers(parts, 'offset', Int16Array),
          precision: numbers(parts, 'precision', Uint8Array)
        }
      case 'number':
        return { kind, values: numbers(parts, 'values', Float64Array) }
      case 'integer':
        return { kind, values: numbers(parts, 'values', Int32Array) }
      case 'boolean':
        return { kind, values: numbers(parts, 'values', Uint8Array) }
      case 'concept':
        return { kind, ids: numbers(parts, 'ids', Int32Array) }
      case 'reference': {
        const shared = allKeys[keys ?? -1]
        if (shared === undefined) throw notACache()
        return { kind, codes: numbers(parts, 'codes', Int32Array), ...shared }
      }
    }
  })()
  await parts.next()
  if (column.kind !== 'dictionary') return column
  expect(parts, 'values')
  const values = texts(parts, 'values')
  await parts.next()
  return { ...column, values }
}

async function readIds(parts: Parts): Promise<IdColumn> {
  const words = numbers(parts, 'words', Uint32Array)
  await parts.next()
  expect(parts, 'others')
  const rows = numbers(parts, 'rows', Int32Array)
  const others = texts(parts, 'texts')
  await parts.next()
  return { kind: 'id', length: words.length / 4, words, others: new Map(others.map((text, at) => [rows[at]!, text])) }
}

function expect(parts: Parts, of: CacheWords['of']): void {
  if (parts.words?.of !== of) throw notACache()
}

function texts(parts: Parts, name: string): readonly string[] {
  const array = parts.array(name)
  if (!Array.isArray(array)) throw notACache()
  return array as readonly string[]
}

function numbers<A extends IpcArray>(parts: Parts, name: string, make: new (length: number) => A): A {
  const array = parts.array(name)
  if (!(array instanceof make)) throw notACache()
  return array
}

function optional(parts: Parts, name: string): Int32Array | undefined {
  return parts.array(name) === undefined ? undefined : numbers(parts, name, Int32Array)
}
