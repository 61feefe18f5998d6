import { take } from '../take-rows.ts'

/** Rows of a chunk, or of what depends on its resources, by the lane that each goes to. */
export interface LaneRows {
  /** Those of a lane after those of another, ascending within each. */
  readonly rows: Int32Array
  /** Where the rows of each lane begin; one entry more than there are lanes. */
  readonly starts: Int32Array
}

/** Puts rows by lane. @param laneOf lane of each row @param lanes how many there are */
export function rowsByLane(laneOf: Int32Array, lanes: number): LaneRows {
  const starts = new Int32Array(lanes + 1)
  for (let row = 0; row < laneOf.length; row++) starts[laneOf[row]! + 1]!++
  for (let lane = 0; lane < lanes; lane++) starts[lane + 1]! += starts[lane]!
  const next = starts.slice(0, lanes)
  const rows = new Int32Array(laneOf.length)
  for (let row = 0; row < laneOf.length; row++) rows[next[laneOf[row]!]!++] = row
  return { rows, starts }
}

/** The same of rows that go where the resource goes that each depends on. @param of resource of each row @param laneOf lane of each resource */
export function dependentByLane(of: Int32Array, laneOf: Int32Array, lanes: number): LaneRows {
  return rowsByLane(take(laneOf, of), lanes)
}

/** How many rows of a lane there are. */
export function laneCount({ starts }: LaneRows, lane: number): number {
  return starts[lane + 1]! - starts[lane]!
}

/** The rows of a lane. */
export function laneRows({ rows, starts }: LaneRows, lane: number): Int32Array {
  return rows.subarray(starts[lane], starts[lane + 1])
}
