import type { JoinedChunk, StoreChunk } from '../../store/model/chunk.ts'
import { newArrays, type ReusedRoom } from './array-room.ts'
import { divideChunks, type LaneOfLine } from './divide-chunks.ts'
import { LaneGatherer } from './gather-lane.ts'
import { takePiece } from './take-piece.ts'

interface SplitOptions {
  /** The first lane where it is not given. */
  readonly laneOfLine?: LaneOfLine
  /** Where the arrays of one piece after another are put; in memory of their own where it is not given. */
  readonly room?: ReusedRoom
}

/**
 * Divides chunks whose codes and profiles are those of the population: resources, and whatever stands in their rows. Keys and texts of a piece are those
 * that it names. What it has of several chunks stands one behind the other.
 * @param laneOf lane of each resource of each chunk
 * @param lanes how many there are
 * @returns a piece for each lane that has any, one after another: where memory is used again, the one before is lost then
 */
export function* splitChunks(
  chunks: readonly (StoreChunk | JoinedChunk)[],
  laneOf: readonly Int32Array[],
  lanes: number,
  { laneOfLine = () => 0, room }: SplitOptions = {}
): Generator<readonly [lane: number, piece: JoinedChunk], void> {
  const divided = divideChunks(chunks, laneOf, lanes, laneOfLine)
  for (let lane = 0; lane < lanes; lane++) {
    room?.clear()
    const piece = takePiece(divided, new LaneGatherer(lane, room ?? newArrays))
    if (piece !== undefined) yield [lane, piece]
  }
}

/**
 * What goes to one of two lanes, in memory of its own; undefined where nothing does.
 * @param chunk as for {@link splitChunks}
 * @param lane 0 or 1, as all in `laneOf`
 */
export function pieceOfLane(
  chunk: JoinedChunk,
  lane: 0 | 1,
  laneOf: Int32Array,
  laneOfLine: LaneOfLine = () => 0
): JoinedChunk | undefined {
  return takePiece(divideChunks([chunk], [laneOf], 2, laneOfLine), new LaneGatherer(lane, newArrays))
}
