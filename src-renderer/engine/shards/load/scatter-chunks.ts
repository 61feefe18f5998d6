import { defined } from '#shared/language/defined.ts'
import { ofKind } from '../../store/collect/join-columns.ts'
import { pluck } from '../../store/collect/join-rows.ts'
import {
  codesOfChunk,
  type CodingChunk,
  type ColumnChunk,
  type FindingChunk,
  type ResourceChunk
} from '../../store/model/chunk.ts'
import type { DividedChunks, DividedRows, DividedTable } from './divide-chunks.ts'
import { scatterTexts, type LaneTexts } from './lane-names.ts'
import type { LaneRows } from './lane-rows.ts'
import type { LaneScatter } from './scatter-lanes.ts'

/** A column of several chunks by lane. */
export type LaneColumn =
  | Exclude<ColumnChunk, { readonly kind: 'dictionary' }>
  | ({ readonly kind: 'dictionary' } & LaneTexts)

/** A table of several chunks by lane. */
interface LaneTable {
  readonly index: number
  readonly rows: LaneRows
  readonly resource: Int32Array
  readonly columns: readonly LaneColumn[]
}

/** Everything in some chunks by lane, but for what has a list of its own for each lane. */
export type ScatteredChunks = ReturnType<typeof scatterChunks>

/** Puts everything in some chunks by lane. */
export function scatterChunks(divided: DividedChunks, scatter: LaneScatter) {
  const resources = scatterResources(divided, scatter)
  const tables = divided.tables.map((table) => scatterTable(table, divided, scatter))
  return {
    divided,
    resources,
    fullUrls: fullUrlsByLane(divided),
    tables,
    codings: divided.codings.map((coding) => scatterCodings(coding, scatter)),
    findings: scatterFindings(divided, scatter),
    keys: divided.keys.take(scatter)
  }
}

function scatterResources(
  { resources: all, rows, places, labels, keys, allChunks }: DividedChunks,
  scatter: LaneScatter
) {
  const of = <K extends keyof ResourceChunk>(key: K) => pluck(all, key)
  return {
    key: keys.scatter(of('key'), rows.resources, allChunks, scatter),
    line: scatter.uint32(of('line'), rows.resources),
    offset: scatter.float64(of('offset'), rows.resources),
    length: scatter.uint32(of('length'), rows.resources),
    hash: scatter.pairs(of('hash'), rows.resources),
    lastUpdated: scatter.float64(of('lastUpdated'), rows.resources),
    profile: scatter.int32(of('profile'), rows.resources),
    labelled: scatter.places(of('labelled'), rows.labelled, places),
    label: scatter.places(of('label'), rows.labelled, labels.places),
    patient: keys.scatter(of('patient'), rows.resources, allChunks, scatter),
    identifiers: scatter.pairs(of('identifiers'), rows.identified),
    identifierOf: scatter.places(of('identifierOf'), rows.identified, places)
  }
}

function fullUrlsByLane({ resources, rows, places, lanes }: DividedChunks): readonly ResourceChunk['fullUrls'][] {
  const byLane = Array.from({ length: lanes }, (): (readonly [number, string])[] => [])
  resources.forEach(({ fullUrls }, chunk) => {
    for (const [row, url] of fullUrls) byLane[rows.resources.lanes[chunk]![row]!]!.push([places[chunk]![row]!, url])
  })
  return byLane
}

function scatterCodings({ index, parts, rows, places }: DividedRows<CodingChunk>, scatter: LaneScatter) {
  return {
    index,
    rows,
    resource: scatter.places(pluck(parts, 'resource'), rows, places),
    concept: scatter.int32(pluck(parts, 'concept'), rows)
  }
}

function scatterTable(table: DividedTable, divided: DividedChunks, scatter: LaneScatter): LaneTable {
  const { index, parts, rows, places } = table
  const columns = parts[0]!.columns.map((_, column) => scatterColumn(table, column, divided, scatter))
  return { index, rows, resource: scatter.places(pluck(parts, 'resource'), rows, places), columns }
}

function scatterColumn(
  { chunks, parts, rows, texts }: DividedTable,
  index: number,
  { keys }: DividedChunks,
  scatter: LaneScatter
): LaneColumn {
  const columns = parts.map((part) => part.columns[index]!)
  const { kind } = columns[0]!
  switch (kind) {
    case 'dictionary':
      return { kind, ...scatterTexts(pluck(ofKind(columns, kind), 'codes'), rows, defined(texts[index]), scatter) }
    case 'id':
    case 'reference':
      return { kind, codes: keys.scatter(columns.map(codesOfChunk), rows, chunks, scatter) }
    case 'concept':
      return { kind, codes: scatter.int32(columns.map(codesOfChunk), rows) }
    case 'date': {
      const of = ofKind(columns, kind)
      return {
        kind,
        days: scatter.int32(pluck(of, 'days'), rows),
        precision: scatter.uint8(pluck(of, 'precision'), rows)
      }
    }
    case 'dateTime': {
      const of = ofKind(columns, kind)
      return {
        kind,
        days: scatter.int32(pluck(of, 'days'), rows),
        millis: scatter.int32(pluck(of, 'millis'), rows),
        offset: scatter.int16(pluck(of, 'offset'), rows),
        precision: scatter.uint8(pluck(of, 'precision'), rows)
      }
    }
    case 'number':
      return { kind, values: scatter.float64(pluck(ofKind(columns, kind), 'values'), rows) }
    case 'integer':
      return { kind, values: scatter.int32(pluck(ofKind(columns, kind), 'values'), rows) }
    case 'boolean':
      return { kind, values: scatter.uint8(pluck(ofKind(columns, kind), 'values'), rows) }
  }
}

function scatterFindings({ findings: all, rows, places, findingLabels }: DividedChunks, scatter: LaneScatter) {
  const of = <K extends keyof FindingChunk>(key: K) => pluck(all, key)
  return {
    reason: scatter.uint8(of('reason'), rows.findings),
    line: scatter.uint32(of('line'), rows.findings),
    offset: scatter.float64(of('offset'), rows.findings),
    resource: scatter.places(of('resource'), rows.findings, places),
    type: scatter.places(of('type'), rows.findings, findingLabels.places),
    path: scatter.places(of('path'), rows.findings, findingLabels.places)
  }
}
