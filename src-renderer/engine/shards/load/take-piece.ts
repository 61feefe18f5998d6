import { defined } from '#shared/language/defined.ts'
import { ofKind } from '../../store/collect/join-columns.ts'
import { pluck } from '../../store/collect/join-rows.ts'
import {
  codesOfChunk,
  type CodingChunk,
  type ColumnChunk,
  type FindingChunk,
  type JoinedChunk,
  type ResourceChunk,
  type TableChunk
} from '../../store/model/chunk.ts'
import { fileSpans } from '../../store/model/chunk-order.ts'
import type { DividedChunks, DividedRows, DividedTable } from './divide-chunks.ts'
import type { LaneGatherer } from './gather-lane.ts'
import { laneRows } from './lane-rows.ts'
import { takeSpans } from './split-spans.ts'

/** What a lane gets of divided chunks; undefined where it gets nothing. */
export function takePiece(divided: DividedChunks, gatherer: LaneGatherer): JoinedChunk | undefined {
  const { resources, findings } = divided.rows
  return gatherer.count(resources) + gatherer.count(findings) === 0 ? undefined : gatherPiece(divided, gatherer)
}

function gatherPiece(divided: DividedChunks, gatherer: LaneGatherer): JoinedChunk {
  const { chunks, rows, keys } = divided
  const { lane } = gatherer
  const lists = chunks.map((chunk, index) =>
    takeSpans(fileSpans(chunk), laneRows(rows.resources[index]!, lane), laneRows(rows.findings[index]!, lane))
  )
  const resources = takeResources(divided, gatherer)
  return {
    spans: {
      file: Int32Array.from(lists.flatMap(({ file }) => [...file])),
      offset: Float64Array.from(lists.flatMap(({ offset }) => [...offset])),
      resources: Int32Array.from(lists.flatMap(({ resources }) => [...resources])),
      findings: Int32Array.from(lists.flatMap(({ findings }) => [...findings]))
    },
    resources,
    tables: divided.tables.flatMap((table) => takeTable(table, divided, gatherer)),
    codings: divided.codings.flatMap((coding) => takeCodings(coding, gatherer)),
    findings: takeFindings(divided, gatherer),
    concepts: { systems: [], codes: [], displays: [], offset: new Float64Array(0) },
    keys: keys.take(gatherer)
  }
}

function takeResources(
  { resources: all, rows, places, labels, keys, allChunks }: DividedChunks,
  gatherer: LaneGatherer
): ResourceChunk {
  const { lane } = gatherer
  const of = <K extends keyof ResourceChunk>(key: K) => pluck(all, key)
  const hasLabels = gatherer.count(rows.labelled) > 0
  return {
    count: gatherer.count(rows.resources),
    key: keys.gather(of('key'), rows.resources, allChunks, gatherer),
    line: gatherer.uint32(of('line'), rows.resources),
    offset: gatherer.float64(of('offset'), rows.resources),
    length: gatherer.uint32(of('length'), rows.resources),
    hash: gatherer.pairs(of('hash'), rows.resources),
    lastUpdated: gatherer.float64(of('lastUpdated'), rows.resources),
    profiles: [],
    profile: gatherer.int32(of('profile'), rows.resources),
    labels: hasLabels ? labels.texts : [],
    labelled: gatherer.places(of('labelled'), rows.labelled, places),
    label: gatherer.places(of('label'), rows.labelled, labels.places),
    patient: keys.gather(of('patient'), rows.resources, allChunks, gatherer),
    fullUrls: all.flatMap(({ fullUrls }, chunk) =>
      Array.from(laneRows(rows.fullUrls[chunk]!, lane), (index) => {
        const [row, url] = fullUrls[index]!
        return [places[chunk]![row]!, url] as const
      })
    ),
    identifiers: gatherer.pairs(of('identifiers'), rows.identified),
    identifierOf: gatherer.places(of('identifierOf'), rows.identified, places)
  }
}

function takeCodings({ index, parts, rows, places }: DividedRows<CodingChunk>, gatherer: LaneGatherer): CodingChunk[] {
  if (gatherer.count(rows) === 0) return []
  const resource = gatherer.places(pluck(parts, 'resource'), rows, places)
  return [{ coding: index, resource, concept: gatherer.int32(pluck(parts, 'concept'), rows) }]
}

function takeTable(table: DividedTable, divided: DividedChunks, gatherer: LaneGatherer): TableChunk[] {
  const { index, parts, rows, places } = table
  const count = gatherer.count(rows)
  if (count === 0) return []
  const columns = parts[0]!.columns.map((_, column) => takeColumn(table, column, divided, gatherer))
  return [{ table: index, rows: count, resource: gatherer.places(pluck(parts, 'resource'), rows, places), columns }]
}

function takeColumn(
  { chunks, parts, rows, texts }: DividedTable,
  index: number,
  divided: DividedChunks,
  gatherer: LaneGatherer
): ColumnChunk {
  const columns = parts.map((part) => part.columns[index]!)
  const { kind } = columns[0]!
  switch (kind) {
    case 'dictionary': {
      const { texts: all, places } = defined(texts[index])
      return divided.texts.take(gatherer.places(pluck(ofKind(columns, kind), 'codes'), rows, places), all)
    }
    case 'id':
    case 'reference':
      return { kind, codes: divided.keys.gather(columns.map(codesOfChunk), rows, chunks, gatherer) }
    case 'concept':
      return { kind, codes: gatherer.int32(columns.map(codesOfChunk), rows) }
    case 'date': {
      const of = ofKind(columns, kind)
      return {
        kind,
        days: gatherer.int32(pluck(of, 'days'), rows),
        precision: gatherer.uint8(pluck(of, 'precision'), rows)
      }
    }
    case 'dateTime': {
      const of = ofKind(columns, kind)
      return {
        kind,
        days: gatherer.int32(pluck(of, 'days'), rows),
        millis: gatherer.int32(pluck(of, 'millis'), rows),
        offset: gatherer.int16(pluck(of, 'offset'), rows),
        precision: gatherer.uint8(pluck(of, 'precision'), rows)
      }
    }
    case 'number':
      return { kind, values: gatherer.float64(pluck(ofKind(columns, kind), 'values'), rows) }
    case 'integer':
      return { kind, values: gatherer.int32(pluck(ofKind(columns, kind), 'values'), rows) }
    case 'boolean':
      return { kind, values: gatherer.uint8(pluck(ofKind(columns, kind), 'values'), rows) }
  }
}

function takeFindings(
  { findings: all, rows, places, findingLabels }: DividedChunks,
  gatherer: LaneGatherer
): FindingChunk {
  const of = <K extends keyof FindingChunk>(key: K) => pluck(all, key)
  const count = gatherer.count(rows.findings)
  return {
    count,
    reason: gatherer.uint8(of('reason'), rows.findings),
    line: gatherer.uint32(of('line'), rows.findings),
    offset: gatherer.float64(of('offset'), rows.findings),
    resource: gatherer.places(of('resource'), rows.findings, places),
    labels: count === 0 ? [] : findingLabels.texts,
    type: gatherer.places(of('type'), rows.findings, findingLabels.places),
    path: gatherer.places(of('path'), rows.findings, findingLabels.places)
  }
}
