import { isNoUuid } from '../../store/model/uuid-bytes.ts'
import type {
  CodingChunk,
  ColumnChunk,
  FindingChunk,
  JoinedChunk,
  KeyList,
  ResourceChunk,
  TableChunk
} from '../../store/model/chunk.ts'
import { NONE } from '../../store/model/column.ts'
import { take } from '../take-rows.ts'
import { filesOfFindings, takeSpans } from './split-spans.ts'

/** Rows of the resources of a chunk by the lane that each goes to, and so on for what depends on them. */
type Lanes = readonly Int32Array[]

/**
 * Divides a chunk whose codes are those of the population: resources, and whatever stands in their rows. Keys and texts stay those of
 * the chunk, each piece with those alone that it names.
 * @param laneOf lane of each resource
 * @param lanes how many there are
 * @param laneOfLine lane of a line that is no resource, by its file and offset; the first where it is not given
 * @returns a piece for each lane that has any
 */
export function splitChunk(
  chunk: JoinedChunk,
  laneOf: Int32Array,
  lanes: number,
  laneOfLine: (file: number, offset: number) => number = () => 0
): ReadonlyMap<number, JoinedChunk> {
  const { resources, tables, codings, findings } = chunk
  const resourceRows = rowsByLane(resources.count, lanes, (row) => laneOf[row]!)
  const place = new Int32Array(resources.count)
  for (const rows of resourceRows) rows.forEach((row, index) => (place[row] = index))
  const laneOfRow = (of: Int32Array) => (row: number) => laneOf[of[row]!]!
  const tableRows = tables.map(({ rows, resource }) => rowsByLane(rows, lanes, laneOfRow(resource)))
  const codingRows = codings.map(({ resource }) => rowsByLane(resource.length, lanes, laneOfRow(resource)))
  const fileOf = findings.count === 0 ? noRows : filesOfFindings(chunk.spans, findings.count)
  const findingRows = rowsByLane(findings.count, lanes, (row) =>
    findings.resource[row]! < 0 ? laneOfLine(fileOf[row]!, findings.offset[row]!) : laneOf[findings.resource[row]!]!
  )
  const labelRows = rowsByLane(resources.labelled.length, lanes, laneOfRow(resources.labelled))
  const identifierRows = rowsByLane(resources.identifierOf.length, lanes, laneOfRow(resources.identifierOf))
  const keyPlace = new Int32Array(chunk.keys.count).fill(NONE)
  const textOf = new Map(chunk.keys.others)
  const texts = new NamedTexts(tables)
  const pieces = new Map<number, JoinedChunk>()
  for (let lane = 0; lane < lanes; lane++) {
    if (resourceRows[lane]!.length === 0 && findingRows[lane]!.length === 0) continue
    const named = new NamedKeys(keyPlace)
    const laneResources = takeResources(
      resources,
      lane,
      { resourceRows, labelRows, identifierRows },
      place,
      laneOf,
      named
    )
    pieces.set(lane, {
      ...chunk,
      spans: takeSpans(chunk.spans, resourceRows[lane]!, findingRows[lane]!),
      resources: laneResources,
      tables: tables.flatMap((table, index) => takeTable(table, tableRows[index]![lane]!, place, { named, texts })),
      codings: codings.flatMap((coding, index) => takeCodings(coding, codingRows[index]![lane]!, place)),
      findings: takeFindings(findings, findingRows[lane]!, place),
      concepts: noConcepts,
      keys: named.take(chunk.keys, textOf)
    })
  }
  return pieces
}

const noRows = new Int32Array(0)

const noConcepts = { systems: [], codes: [], displays: [], offset: new Float64Array(0) }

function rowsByLane(count: number, lanes: number, laneOf: (row: number) => number): Lanes {
  const sizes = new Int32Array(lanes)
  for (let row = 0; row < count; row++) sizes[laneOf(row)]!++
  const rows = Array.from(sizes, (size) => new Int32Array(size))
  sizes.fill(0)
  for (let row = 0; row < count; row++) {
    const lane = laneOf(row)
    rows[lane]![sizes[lane]!++] = row
  }
  return rows
}

/** The keys that a piece names, numbered in the order in which they are met. */
class NamedKeys {
  readonly #place: Int32Array
  readonly #keys: number[] = []

  /** @param place room for the place of each key of the chunk, -1 for all; it is as it was after {@link take} */
  constructor(place: Int32Array) {
    this.#place = place
  }

  /** Replaces keys of the chunk by those of the piece. */
  rename(keys: Int32Array): Int32Array {
    const place = this.#place
    for (let row = 0; row < keys.length; row++) {
      const key = keys[row]!
      if (key < 0) continue
      if (place[key] === NONE) place[key] = this.#keys.push(key) - 1
      keys[row] = place[key]!
    }
    return keys
  }

  /** @param textOf texts of the keys that are no UUIDs */
  take({ form, types, type, words, bases }: KeyList, textOf: ReadonlyMap<number, string>): KeyList {
    const keys = Int32Array.from(this.#keys)
    const keyWords = new Uint32Array(keys.length * 4)
    const texts: (readonly [number, string])[] = []
    keys.forEach((key, index) => {
      keyWords.set(words.subarray(key * 4, key * 4 + 4), index * 4)
      if (isNoUuid(words, key * 4)) texts.push([index, textOf.get(key) ?? ''])
      this.#place[key] = NONE
    })
    return {
      count: keys.length,
      form: take(form, keys),
      types,
      type: Uint16Array.from(keys, (key) => type[key]!),
      words: keyWords,
      others: texts,
      ...(bases === undefined ? {} : { bases: [] })
    }
  }
}

/** The texts of columns that a piece names. */
class NamedTexts {
  /** Room for the place of each text of a column, -1 for all between two columns. */
  readonly #place: Int32Array

  constructor(tables: readonly TableChunk[]) {
    const sizes = tables.flatMap(({ columns }) =>
      columns.map((column) => (column.kind === 'dictionary' ? column.values.length : 0))
    )
    this.#place = new Int32Array(sizes.reduce((most, size) => Math.max(most, size), 0)).fill(NONE)
  }

  /** @param codes texts of the rows of a piece, which are replaced by their places among those that it names */
  take(codes: Int32Array, values: readonly string[]): ColumnChunk {
    const place = this.#place
    const named: number[] = []
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]!
      if (code < 0) continue
      if (place[code] === NONE) place[code] = named.push(code) - 1
      codes[row] = place[code]!
    }
    for (const code of named) place[code] = NONE
    return { kind: 'dictionary', codes, values: named.map((code) => values[code]!) }
  }
}

/** What a piece names of the chunk. */
interface Named {
  readonly named: NamedKeys
  readonly texts: NamedTexts
}

function takeResources(
  all: ResourceChunk,
  lane: number,
  rows: { readonly resourceRows: Lanes; readonly labelRows: Lanes; readonly identifierRows: Lanes },
  place: Int32Array,
  laneOf: Int32Array,
  named: NamedKeys
): ResourceChunk {
  const resourceRows = rows.resourceRows[lane]!
  const labels = rows.labelRows[lane]!
  const identifiers = rows.identifierRows[lane]!
  return {
    count: resourceRows.length,
    key: named.rename(take(all.key, resourceRows)),
    line: take(all.line, resourceRows),
    offset: take(all.offset, resourceRows),
    length: take(all.length, resourceRows),
    hash: takePairs(all.hash, resourceRows),
    lastUpdated: take(all.lastUpdated, resourceRows),
    profiles: [],
    profile: take(all.profile, resourceRows),
    labels: labels.length === 0 ? [] : all.labels,
    labelled: take(all.labelled, labels).map((row) => place[row]!),
    label: take(all.label, labels),
    patient: named.rename(take(all.patient, resourceRows)),
    fullUrls: all.fullUrls.filter(([row]) => laneOf[row] === lane).map(([row, url]) => [place[row]!, url] as const),
    identifiers: takePairs(all.identifiers, identifiers),
    identifierOf: take(all.identifierOf, identifiers).map((row) => place[row]!)
  }
}

function takePairs(words: Uint32Array, rows: Int32Array): Uint32Array {
  const taken = new Uint32Array(rows.length * 2)
  rows.forEach((row, index) => {
    taken[index * 2] = words[row * 2]!
    taken[index * 2 + 1] = words[row * 2 + 1]!
  })
  return taken
}

function takeTable(
  { table, resource, columns }: TableChunk,
  rows: Int32Array,
  place: Int32Array,
  of: Named
): TableChunk[] {
  if (rows.length === 0) return []
  return [
    {
      table,
      rows: rows.length,
      resource: take(resource, rows).map((row) => place[row]!),
      columns: columns.map((column) => takeColumn(column, rows, of))
    }
  ]
}

function takeColumn(column: ColumnChunk, rows: Int32Array, { named, texts }: Named): ColumnChunk {
  switch (column.kind) {
    case 'dictionary':
      return texts.take(take(column.codes, rows), column.values)
    case 'id':
    case 'reference':
      return { kind: column.kind, codes: named.rename(take(column.codes, rows)) }
    case 'concept':
      return { kind: 'concept', codes: take(column.codes, rows) }
    case 'date':
      return { kind: 'date', days: take(column.days, rows), precision: take(column.precision, rows) }
    case 'dateTime':
      return {
        kind: 'dateTime',
        days: take(column.days, rows),
        millis: take(column.millis, rows),
        offset: take(column.offset, rows),
        precision: take(column.precision, rows)
      }
    case 'number':
      return { kind: 'number', values: take(column.values, rows) }
    case 'integer':
      return { kind: 'integer', values: take(column.values, rows) }
    case 'boolean':
      return { kind: 'boolean', values: take(column.values, rows) }
  }
}

function takeCodings({ coding, resource, concept }: CodingChunk, rows: Int32Array, place: Int32Array): CodingChunk[] {
  if (rows.length === 0) return []
  return [{ coding, resource: take(resource, rows).map((row) => place[row]!), concept: take(concept, rows) }]
}

function takeFindings(all: FindingChunk, rows: Int32Array, place: Int32Array): FindingChunk {
  return {
    count: rows.length,
    reason: take(all.reason, rows),
    line: take(all.line, rows),
    offset: take(all.offset, rows),
    resource: take(all.resource, rows).map((row) => (row < 0 ? row : place[row]!)),
    labels: rows.length === 0 ? [] : all.labels,
    type: take(all.type, rows),
    path: take(all.path, rows)
  }
}
