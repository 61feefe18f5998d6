import type {
  CodingChunk,
  ColumnChunk,
  FindingChunk,
  JoinedChunk,
  ResourceChunk,
  TableChunk
} from '../../store/model/chunk.ts'
import { laneCount, type LaneRows } from './lane-rows.ts'
import type { LaneColumn, ScatteredChunks } from './scatter-chunks.ts'
import type { LaneSpans } from './split-spans.ts'

/** What a lane gets of chunks; undefined where it gets nothing. Its arrays lie in those of all lanes. */
export function takePiece(scattered: ScatteredChunks, spans: LaneSpans, lane: number): JoinedChunk | undefined {
  const { rows } = scattered.divided
  if (laneCount(rows.resources, lane) + laneCount(rows.findings, lane) === 0) return undefined
  return {
    spans: spans.take(lane),
    resources: takeResources(scattered, lane),
    tables: scattered.tables.flatMap(({ index, rows, resource, columns }): TableChunk[] => {
      const count = laneCount(rows, lane)
      if (count === 0) return []
      const of = stretchOf(rows, lane)
      return [
        {
          table: index,
          rows: count,
          resource: of(resource),
          columns: columns.map((each) => takeColumn(each, of, lane))
        }
      ]
    }),
    codings: scattered.codings.flatMap(({ index, rows, resource, concept }): CodingChunk[] => {
      const of = stretchOf(rows, lane)
      return laneCount(rows, lane) === 0 ? [] : [{ coding: index, resource: of(resource), concept: of(concept) }]
    }),
    findings: takeFindings(scattered, lane),
    concepts: { systems: [], codes: [], displays: [], offset: new Float64Array(0) },
    keys: scattered.keys[lane]!
  }
}

/** Takes a stretch of arrays with some values for each row. */
type Stretch = <A extends { subarray(from: number, to: number): A }>(all: A, perRow?: number) => A

/** The stretch of the rows of a lane. */
function stretchOf({ starts }: LaneRows, lane: number): Stretch {
  const [from, to] = [starts[lane]!, starts[lane + 1]!]
  return (all, perRow = 1) => all.subarray(from * perRow, to * perRow)
}

function takeResources({ resources: all, fullUrls, divided }: ScatteredChunks, lane: number): ResourceChunk {
  const { rows, labels } = divided
  const [of, ofLabelled, ofIdentified] = [rows.resources, rows.labelled, rows.identified].map((each) =>
    stretchOf(each, lane)
  ) as [Stretch, Stretch, Stretch]
  return {
    count: laneCount(rows.resources, lane),
    key: of(all.key),
    line: of(all.line),
    offset: of(all.offset),
    length: of(all.length),
    hash: of(all.hash, 2),
    lastUpdated: of(all.lastUpdated),
    profiles: [],
    profile: of(all.profile),
    labels: laneCount(rows.labelled, lane) > 0 ? labels.texts : [],
    labelled: ofLabelled(all.labelled),
    label: ofLabelled(all.label),
    patient: of(all.patient),
    fullUrls: fullUrls[lane]!,
    identifiers: ofIdentified(all.identifiers, 2),
    identifierOf: ofIdentified(all.identifierOf)
  }
}

function takeColumn(column: LaneColumn, of: Stretch, lane: number): ColumnChunk {
  const { kind } = column
  switch (kind) {
    case 'dictionary':
      return { kind, codes: of(column.codes), values: column.values[lane]! }
    case 'id':
    case 'reference':
    case 'concept':
      return { kind, codes: of(column.codes) }
    case 'date':
      return { kind, days: of(column.days), precision: of(column.precision) }
    case 'dateTime':
      return {
        kind,
        days: of(column.days),
        millis: of(column.millis),
        offset: of(column.offset),
        precision: of(column.precision)
      }
    case 'number':
      return { kind, values: of(column.values) }
    case 'integer':
      return { kind, values: of(column.values) }
    case 'boolean':
      return { kind, values: of(column.values) }
  }
}

function takeFindings({ findings: all, divided }: ScatteredChunks, lane: number): FindingChunk {
  const { rows, findingLabels } = divided
  const of = stretchOf(rows.findings, lane)
  const count = laneCount(rows.findings, lane)
  return {
    count,
    reason: of(all.reason),
    line: of(all.line),
    offset: of(all.offset),
    resource: of(all.resource),
    labels: count === 0 ? [] : findingLabels.texts,
    type: of(all.type),
    path: of(all.path)
  }
}
