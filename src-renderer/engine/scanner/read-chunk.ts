import type {
  CodingChunk,
  ColumnChunk,
  ConceptList,
  KeyList,
  ResourceChunk,
  StoreChunk,
  TableChunk
} from '../store/chunk.ts'
import { createFindingCollector } from '../store/finding-collector.ts'
import type { TablePlan } from '../store/plan.ts'
import { CODING_BYTES, COLUMN_BYTES, TABLE_BYTES } from './encode-plan.ts'
import type { ScanSession } from './scan-session.ts'

/** Collections of the kernel's chunk, by the numbers that `part` takes. */
const RESOURCES = 0
const IDENTIFIERS = 1
const PROFILES = 2
const CONCEPTS = 3
const SYSTEMS = 4
const KEYS = 5

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const noFindings = createFindingCollector()

/** Copies what the scanner has collected out of its memory; undefined when that is nothing. */
export function readChunk({ kernel, layout }: ScanSession, plan: TablePlan, file: number): StoreChunk | undefined {
  const { buffer } = kernel.memory
  const words = new Uint32Array(buffer)
  const signed = new Int32Array(buffer)
  const doubles = new Float64Array(buffer)
  const bytes = new Uint8Array(buffer)

  const word = (address: number): number => words[address >> 2]!
  const int32 = (address: number, count: number) => signed.slice(address >> 2, (address >> 2) + count)
  const uint8 = (address: number, count: number) => bytes.slice(address, address + count)

  function text(address: number, length: number): string {
    if (length > 24) return decoder.decode(bytes.subarray(address, address + length))
    let value = ''
    for (let at = address; at < address + length; at++) {
      const byte = bytes[at]!
      if (byte > 127) return decoder.decode(bytes.subarray(address, address + length))
      value += String.fromCharCode(byte)
    }
    return value
  }

  /** The texts of a dictionary in the order of their numbers. */
  function texts(dictionary: number): string[] {
    const entries = word(dictionary + 8)
    return Array.from({ length: word(dictionary + 12) }, (_, i) =>
      text(word(entries + i * 16), word(entries + i * 16 + 4))
    )
  }

  function columnOf(
    kind: TablePlan['tables'][number]['columns'][number]['kind'],
    column: number,
    rows: number
  ): ColumnChunk {
    const [a, b, c, d] = [word(column + 4), word(column + 8), word(column + 12), word(column + 16)]
    switch (kind) {
      case 'dictionary':
        return { kind, codes: int32(a, rows), values: texts(column + 20) }
      case 'id':
      case 'reference':
      case 'concept':
        return { kind, codes: int32(a, rows) }
      case 'date':
        return { kind, days: int32(a, rows), precision: uint8(b, rows) }
      case 'dateTime':
        return {
          kind,
          days: int32(a, rows),
          millis: int32(b, rows),
          offset: new Int16Array(buffer, c, rows).slice(),
          precision: uint8(d, rows)
        }
      case 'number':
        return { kind, values: doubles.slice(a >> 3, (a >> 3) + rows) }
      case 'integer':
        return { kind, values: int32(a, rows) }
      case 'boolean':
        return { kind, values: uint8(a, rows) }
    }
  }

  function tableOf(index: number): TableChunk | undefined {
    const table = layout.tables + index * TABLE_BYTES
    const rows = word(table)
    if (rows === 0) return undefined
    const columns = word(table + 16)
    return {
      table: index,
      rows,
      resource: int32(word(table + 8), rows),
      columns: plan.tables[index]!.columns.map(({ kind }, column) =>
        columnOf(kind, columns + column * COLUMN_BYTES, rows)
      )
    }
  }

  function codingOf(coding: number): CodingChunk | undefined {
    const list = layout.codings + coding * CODING_BYTES
    const count = word(list + 4)
    if (count === 0) return undefined
    const resource = new Int32Array(count)
    const concept = new Int32Array(count)
    for (let i = 0, at = word(list) >> 2; i < count; i++, at += 2) {
      resource[i] = signed[at]!
      concept[i] = signed[at + 1]!
    }
    return { coding, resource, concept }
  }

  function concepts(): ConceptList {
    const systems = texts(kernel.part(SYSTEMS))
    const list = kernel.part(CONCEPTS)
    const [first, count] = [word(list), word(list + 4)]
    const place = (i: number) => first + i * 32
    return {
      systems: Array.from({ length: count }, (_, i) => systems[word(place(i))]!),
      codes: Array.from({ length: count }, (_, i) => text(word(place(i) + 4), word(place(i) + 8))),
      displays: Array.from({ length: count }, (_, i) => text(word(place(i) + 12), word(place(i) + 16))),
      offset: Float64Array.from({ length: count }, (_, i) => doubles[(place(i) + 24) >> 3]!)
    }
  }

  function keys(): KeyList {
    const list = kernel.part(KEYS)
    const count = word(list + 4)
    const form = new Uint8Array(count)
    const type = new Uint16Array(count)
    const uuids = new Uint32Array(count * 4)
    const others: [number, string][] = []
    /** Numbers of the types within the chunk. */
    const numbers = new Int32Array(layout.typeNames.length).fill(-1)
    const types: string[] = []
    for (let key = 0, at = word(list) >> 2; key < count; key++, at += 8) {
      form[key] = words[at]!
      const name = words[at + 1]!
      if (numbers[name]! < 0) numbers[name] = types.push(layout.typeNames[name]!) - 1
      type[key] = numbers[name]!
      uuids[key * 4] = words[at + 4]!
      uuids[key * 4 + 1] = words[at + 5]!
      uuids[key * 4 + 2] = words[at + 6]!
      uuids[key * 4 + 3] = words[at + 7]!
      if (words[at + 2] !== 0) others.push([key, text(words[at + 2]!, words[at + 3]!)])
    }
    return { count, form, types, type, words: uuids, others }
  }

  function resources(count: number): ResourceChunk {
    const identifiers = kernel.part(IDENTIFIERS)
    const found = word(identifiers + 4)
    const key = new Int32Array(count)
    const line = new Uint32Array(count)
    const offset = new Float64Array(count)
    const length = new Uint32Array(count)
    const hash = new Uint32Array(count * 2)
    const lastUpdated = new Float64Array(count)
    const profile = new Int32Array(count)
    const patient = new Int32Array(count)
    for (let i = 0, at = word(kernel.part(RESOURCES)) >> 2; i < count; i++, at += 12) {
      key[i] = signed[at]!
      line[i] = words[at + 1]!
      length[i] = words[at + 2]!
      profile[i] = signed[at + 3]!
      patient[i] = signed[at + 4]!
      hash[i * 2] = words[at + 5]!
      hash[i * 2 + 1] = words[at + 6]!
      offset[i] = doubles[(at + 8) >> 1]!
      lastUpdated[i] = doubles[(at + 10) >> 1]!
    }
    const hashes = new Uint32Array(found * 2)
    const identifierOf = new Int32Array(found)
    for (let i = 0, at = word(identifiers) >> 2; i < found; i++, at += 3) {
      hashes[i * 2] = words[at]!
      hashes[i * 2 + 1] = words[at + 1]!
      identifierOf[i] = signed[at + 2]!
    }
    const profiles = texts(kernel.part(PROFILES))
    return {
      count,
      key,
      line,
      offset,
      length,
      hash,
      lastUpdated,
      profiles,
      profile,
      patient,
      fullUrls: [],
      identifiers: hashes,
      identifierOf
    }
  }

  const count = word(kernel.part(RESOURCES) + 4)
  if (count === 0) return undefined
  const own = resources(count)
  return {
    file,
    offset: own.offset[0]!,
    keys: keys(),
    concepts: concepts(),
    resources: own,
    tables: plan.tables.flatMap((_, index) => tableOf(index) ?? []),
    codings: plan.codings.flatMap((_, coding) => codingOf(coding) ?? []),
    findings: noFindings.take()
  }
}
