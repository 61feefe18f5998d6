import type { JoinedChunk, StoreChunk } from '../../store/model/chunk.ts'
import { fileSpans } from '../../store/model/chunk-order.ts'
import { newArrays, type ReusedRoom } from './array-room.ts'
import { divideChunks, type LaneOfLine } from './divide-chunks.ts'
import { scatterChunks } from './scatter-chunks.ts'
import { LaneScatter } from './scatter-lanes.ts'
import { LaneSpans } from './split-spans.ts'
import { takePiece } from './take-piece.ts'

interface SplitOptions {
  /** The first lane where it is not given. */
  readonly laneOfLine?: LaneOfLine
  /** Where the arrays of all pieces are put; in memory of their own where it is not given. */
  readonly room?: ReusedRoom
}

/**
 * Divides chunks whose codes and profiles are those of the population: resources, and whatever stands in their rows. Keys and texts of a piece are those
 * that it names. What it has of several chunks stands one behind the other.
 * @param laneOf lane of each resource of each chunk
 * @param lanes how many there are
 * @returns a piece for each lane that has any; the arrays of all of them lie in the same memory, which is used again for the next chunks where a room
 * is given
 */
export function* splitChunks(
  chunks: readonly (StoreChunk | JoinedChunk)[],
  laneOf: readonly Int32Array[],
  lanes: number,
  { laneOfLine = () => 0, room }: SplitOptions = {}
): Generator<readonly [lane: number, piece: JoinedChunk], void> {
  room?.clear()
  const divided = divideChunks(chunks, laneOf, lanes, laneOfLine)
  const scattered = scatterChunks(divided, new LaneScatter(room ?? newArrays))
  const spans = new LaneSpans(chunks.map(fileSpans), laneOf, divided.rows.findings.lanes, lanes)
  for (let lane = 0; lane < lanes; lane++) {
    const piece = takePiece(scattered, spans, lane)
    if (piece !== undefined) yield [lane, piece]
  }
}

/**
 * What goes to each of two lanes, in memory that the two share; undefined where nothing does.
 * @param chunk as for {@link splitChunks}
 * @param laneOf 0 or 1 for each resource
 */
export function splitInTwo(
  chunk: JoinedChunk,
  laneOf: Int32Array,
  laneOfLine: LaneOfLine = () => 0
): readonly [JoinedChunk | undefined, JoinedChunk | undefined] {
  const pieces = new Map(splitChunks([chunk], [laneOf], 2, { laneOfLine }))
  return [pieces.get(0), pieces.get(1)]
}
