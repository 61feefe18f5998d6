import { take } from '../take-rows.ts'

/** Where rows of several chunks go that are put by lane: those of a lane after those of another, chunk after chunk and ascending within each. */
export interface LaneRows {
  /** Lane of each row of each chunk. */
  readonly lanes: readonly Int32Array[]
  /** Place of each of them among all. */
  readonly places: readonly Int32Array[]
  /** Where the rows of each lane begin; one entry more than there are lanes. */
  readonly starts: Int32Array
}

/** Puts rows by lane. @param lanes lane of each row of each chunk @param count of lanes */
export function rowsByLane(lanes: readonly Int32Array[], count: number): LaneRows {
  const starts = new Int32Array(count + 1)
  for (const ofChunk of lanes) countLanes(ofChunk, starts)
  for (let lane = 0; lane < count; lane++) starts[lane + 1]! += starts[lane]!
  const next = starts.slice(0, count)
  return { lanes, places: lanes.map((ofChunk) => placeRows(ofChunk, next)), starts }
}

/** Counts the rows of each lane, one entry behind its own. */
function countLanes(lanes: Int32Array, counts: Int32Array): void {
  for (let row = 0; row < lanes.length; row++) counts[lanes[row]! + 1]!++
}

/** @param next place of the next row of each lane, which moves on */
function placeRows(lanes: Int32Array, next: Int32Array): Int32Array {
  const places = new Int32Array(lanes.length)
  for (let row = 0; row < lanes.length; row++) places[row] = next[lanes[row]!]!++
  return places
}

/** The same of rows that go where the resource goes that each depends on. @param of resource of each row @param lanes lane of each resource */
export function dependentByLane(of: readonly Int32Array[], lanes: readonly Int32Array[], count: number): LaneRows {
  return rowsByLane(
    of.map((resources, chunk) => take(lanes[chunk]!, resources)),
    count
  )
}

/** How many rows of a lane there are. */
export function laneCount({ starts }: LaneRows, lane: number): number {
  return starts[lane + 1]! - starts[lane]!
}

/** The places of rows within their lanes. */
export function placesInLanes({ lanes, places, starts }: LaneRows): readonly Int32Array[] {
  return places.map((ofChunk, chunk) => placesFrom(ofChunk, lanes[chunk]!, starts))
}

function placesFrom(places: Int32Array, lanes: Int32Array, starts: Int32Array): Int32Array {
  const within = new Int32Array(places.length)
  for (let row = 0; row < places.length; row++) within[row] = places[row]! - starts[lanes[row]!]!
  return within
}
