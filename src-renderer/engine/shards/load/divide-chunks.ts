import { ofKind } from '../../store/collect/join-columns.ts'
import { joinColumnTexts, joinTexts, pluck, type JoinedTexts } from '../../store/collect/join-rows.ts'
import type { JoinedChunk, ResourceChunk, StoreChunk, TableChunk } from '../../store/model/chunk.ts'
import { fileSpans } from '../../store/model/chunk-order.ts'
import { NamedKeys } from './lane-names.ts'
import { dependentByLane, placesInLanes, rowsByLane, type LaneRows } from './lane-rows.ts'
import { filesOfFindings } from './split-spans.ts'

/** Lane of a line that is no resource, by its file and offset. */
export type LaneOfLine = (file: number, offset: number) => number

/** What a table, or the codings of one, has in several chunks. */
export interface DividedRows<T> {
  /** Of the table in the plan, or of its codings. */
  readonly index: number
  /** The chunks that have any. */
  readonly chunks: readonly number[]
  /** What each of them has, and where its rows go. */
  readonly parts: readonly T[]
  readonly rows: LaneRows
  /** The place of each resource of each of them in its piece. */
  readonly places: readonly Int32Array[]
}

/** The same of a table. */
export interface DividedTable extends DividedRows<TableChunk> {
  /** Texts of each column that has any. */
  readonly texts: readonly (JoinedTexts | undefined)[]
}

/** Where everything in some chunks goes, and what they name. */
export type DividedChunks = ReturnType<typeof divideChunks>

/**
 * Tells where everything in some chunks goes.
 * @param laneOf lane of each resource of each chunk
 * @param lanes how many there are
 */
export function divideChunks(
  chunks: readonly (StoreChunk | JoinedChunk)[],
  laneOf: readonly Int32Array[],
  lanes: number,
  laneOfLine: LaneOfLine
) {
  const resources = chunks.map((chunk) => chunk.resources)
  const findings = chunks.map((chunk) => chunk.findings)
  const dependent = (of: (resources: ResourceChunk) => Int32Array) => dependentByLane(resources.map(of), laneOf, lanes)
  const rows = {
    resources: rowsByLane(laneOf, lanes),
    labelled: dependent(({ labelled }) => labelled),
    identified: dependent(({ identifierOf }) => identifierOf),
    findings: rowsByLane(
      chunks.map((chunk, index) => lanesOfFindings(chunk, laneOf[index]!, laneOfLine)),
      lanes
    )
  }
  const places = placesInLanes(rows.resources)
  const rowsOfParts = <T extends { readonly resource: Int32Array }>(
    index: number,
    inChunks: readonly number[],
    parts: readonly T[]
  ): DividedRows<T> => ({
    index,
    chunks: inChunks,
    parts,
    rows: dependentByLane(
      parts.map(({ resource }) => resource),
      inChunks.map((chunk) => laneOf[chunk]!),
      lanes
    ),
    places: inChunks.map((chunk) => places[chunk]!)
  })
  return {
    chunks,
    lanes,
    resources,
    findings,
    rows,
    places,
    allChunks: chunks.map((_, chunk) => chunk),
    labels: joinTexts(pluck(resources, 'labels')),
    findingLabels: joinTexts(pluck(findings, 'labels')),
    keys: new NamedKeys(
      chunks.map(({ keys }) => keys),
      lanes
    ),
    tables: byIndex(
      chunks.map((chunk) => chunk.tables),
      ({ table }) => table
    ).map(([index, inChunks, parts]): DividedTable => ({
      ...rowsOfParts(index, inChunks, parts),
      texts: textsOfColumns(parts)
    })),
    codings: byIndex(
      chunks.map((chunk) => chunk.codings),
      ({ coding }) => coding
    ).map(([index, inChunks, parts]) => rowsOfParts(index, inChunks, parts))
  }
}

/** What chunks have of each table, ascending, with the chunks that have any. */
function byIndex<T>(
  lists: readonly (readonly T[])[],
  indexOf: (part: T) => number
): readonly (readonly [index: number, chunks: readonly number[], parts: readonly T[]])[] {
  const found = new Map<number, { readonly chunks: number[]; readonly parts: T[] }>()
  lists.forEach((list, chunk) => {
    for (const part of list) {
      const known = found.get(indexOf(part)) ?? { chunks: [], parts: [] }
      known.chunks.push(chunk)
      known.parts.push(part)
      found.set(indexOf(part), known)
    }
  })
  return [...found].sort(([a], [b]) => a - b).map(([index, { chunks, parts }]) => [index, chunks, parts])
}

function lanesOfFindings(chunk: StoreChunk | JoinedChunk, laneOf: Int32Array, laneOfLine: LaneOfLine): Int32Array {
  const { count, resource, offset } = chunk.findings
  const fileOf = count === 0 ? new Int32Array(0) : filesOfFindings(fileSpans(chunk), count)
  const lane = (row: number): number =>
    resource[row]! < 0 ? laneOfLine(fileOf[row]!, offset[row]!) : laneOf[resource[row]!]!
  return Int32Array.from({ length: count }, (_, row) => lane(row))
}

function textsOfColumns(parts: readonly TableChunk[]): readonly (JoinedTexts | undefined)[] {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  return parts[0]!.columns.map(({ kind }, column) => {
    if (kind !== 'dictionary') return undefined
    const columns = parts.map(({ columns }) => columns[column])
    return joinColumnTexts(pluck(ofKind(columns, kind), 'values'), rows)
  })
}
