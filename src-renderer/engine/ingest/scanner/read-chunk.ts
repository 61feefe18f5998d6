import { noLabels } from '../../store/collect/label-collector.ts'
import type {
  CodingChunk,
  ColumnChunk,
  ConceptList,
  KeyList,
  ResourceChunk,
  StoreChunk,
  TableChunk
} from '../../store/model/chunk.ts'
import { createFindingCollector } from '../../store/collect/finding-collector.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import { scannedText } from './scanned-text.ts'
import { CODING_BYTES, COLUMN_BYTES, TABLE_BYTES } from './encode-plan.ts'
import type { ScanSession } from './scan-session.ts'

/** Collections of the kernel's chunk, by the numbers that `part` takes. */
const RESOURCES = 0
const IDENTIFIERS = 1
const PROFILES = 2
const CONCEPTS = 3
const SYSTEMS = 4
const KEYS = 5

const noFindings = createFindingCollector()

/** Where the fields of the kernel's lists stand, side by side. */
function gatherFields({ kernel, layout }: ScanSession, codings: number) {
  const fields = (list: number, size: number) => (field: number, width: 1 | 4 | 8 | 16) =>
    kernel.gather(list, size, field, width)
  const resource = fields(kernel.part(RESOURCES), 48)
  const identifier = fields(kernel.part(IDENTIFIERS), 12)
  const key = fields(kernel.part(KEYS), 32)
  return {
    resources: {
      key: resource(0, 4),
      line: resource(4, 4),
      length: resource(8, 4),
      profile: resource(12, 4),
      patient: resource(16, 4),
      hash: resource(20, 8),
      offset: resource(32, 8),
      lastUpdated: resource(40, 8)
    },
    identifiers: { hash: identifier(0, 8), of: identifier(8, 4) },
    keys: { form: key(0, 1), type: key(4, 4), text: key(8, 4), length: key(12, 4), words: key(16, 16) },
    conceptOffset: kernel.gather(kernel.part(CONCEPTS), 32, 24, 8),
    codings: Array.from({ length: codings }, (_, coding) => {
      const field = fields(layout.codings + coding * CODING_BYTES, 8)
      return { resource: field(0, 4), concept: field(4, 4) }
    })
  }
}

/** Copies what the scanner has collected out of its memory; undefined when that is nothing. */
export function readChunk(session: ScanSession, plan: TablePlan, file: number): StoreChunk | undefined {
  const { kernel, layout } = session
  const fields = gatherFields(session, plan.codings.length)
  const { buffer } = kernel.memory
  const words = new Uint32Array(buffer)
  const signed = new Int32Array(buffer)
  const doubles = new Float64Array(buffer)
  const bytes = new Uint8Array(buffer)

  const word = (address: number): number => words[address >> 2]!
  const int32 = (address: number, count: number) => signed.slice(address >> 2, (address >> 2) + count)
  const uint32 = (address: number, count: number) => words.slice(address >> 2, (address >> 2) + count)
  const uint8 = (address: number, count: number) => bytes.slice(address, address + count)
  const float64 = (address: number, count: number) => doubles.slice(address >> 3, (address >> 3) + count)

  const text = (address: number, length: number): string => scannedText(bytes, address, length)

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
        return { kind, values: float64(a, rows) }
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
    const count = word(layout.codings + coding * CODING_BYTES + 4)
    if (count === 0) return undefined
    const { resource, concept } = fields.codings[coding]!
    return { coding, resource: int32(resource, count), concept: int32(concept, count) }
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
      offset: float64(fields.conceptOffset, count)
    }
  }

  function keys(): KeyList {
    const count = word(kernel.part(KEYS) + 4)
    const type = new Uint16Array(count)
    const others: [number, string][] = []
    const bases = session.bases()
    /** Numbers of the types within the chunk. */
    const numbers = new Int32Array(layout.typeNames.length).fill(-1)
    const types: string[] = []
    const [names, texts, lengths] = [fields.keys.type >> 2, fields.keys.text >> 2, fields.keys.length >> 2]
    for (let key = 0; key < count; key++) {
      const name = words[names + key]!
      if (numbers[name]! < 0) numbers[name] = types.push(layout.typeNames[name]!) - 1
      type[key] = numbers[name]!
      if (words[texts + key] !== 0) others.push([key, text(words[texts + key]!, words[lengths + key]!)])
    }
    return {
      count,
      form: uint8(fields.keys.form, count),
      types,
      type,
      words: uint32(fields.keys.words, count * 4),
      others,
      ...(bases.length === 0 ? {} : { bases })
    }
  }

  function resources(count: number): ResourceChunk {
    const identifiers = word(kernel.part(IDENTIFIERS) + 4)
    const { key, line, offset, length, hash, lastUpdated, profile, patient } = fields.resources
    return {
      count,
      key: int32(key, count),
      line: uint32(line, count),
      offset: float64(offset, count),
      length: uint32(length, count),
      hash: uint32(hash, count * 2),
      lastUpdated: float64(lastUpdated, count),
      profiles: texts(kernel.part(PROFILES)),
      profile: int32(profile, count),
      ...noLabels(),
      patient: int32(patient, count),
      fullUrls: [],
      identifiers: uint32(fields.identifiers.hash, identifiers * 2),
      identifierOf: int32(fields.identifiers.of, identifiers)
    }
  }

  const count = word(kernel.part(RESOURCES) + 4)
  if (count === 0) return undefined
  const section = resources(count)
  return {
    file,
    offset: section.offset[0]!,
    keys: keys(),
    concepts: concepts(),
    resources: section,
    tables: plan.tables.flatMap((_, index) => tableOf(index) ?? []),
    codings: plan.codings.flatMap((_, coding) => codingOf(coding) ?? []),
    findings: noFindings.take()
  }
}
