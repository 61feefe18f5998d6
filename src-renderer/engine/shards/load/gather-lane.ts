import { defined } from '#shared/language/defined.ts'
import { copyKinds } from '../take-rows.ts'
import type { ArrayRoom } from './array-room.ts'
import { laneCount, type LaneRows } from './lane-rows.ts'

/** What some chunks have of something. A chunk of which the lane gets nothing may have none. */
type Lists<A> = readonly (A | undefined)[]

/** Gathers what a lane gets of several chunks, chunk after chunk. */
export class LaneGatherer {
  readonly lane: number
  readonly room: ArrayRoom

  /** @param room for what is gathered */
  constructor(lane: number, room: ArrayRoom) {
    this.lane = lane
    this.room = room
  }

  int32(lists: Lists<Int32Array>, rows: readonly LaneRows[]): Int32Array {
    return this.#gather(lists, rows, this.room.int32(this.count(rows)), copyKinds.int32)
  }

  uint32(lists: Lists<Uint32Array>, rows: readonly LaneRows[]): Uint32Array {
    return this.#gather(lists, rows, this.room.uint32(this.count(rows)), copyKinds.uint32)
  }

  /** Two values for each row. */
  pairs(lists: Lists<Uint32Array>, rows: readonly LaneRows[]): Uint32Array {
    return this.#gather(lists, rows, this.room.uint32(this.count(rows) * 2), copyKinds.pairs)
  }

  int16(lists: Lists<Int16Array>, rows: readonly LaneRows[]): Int16Array {
    return this.#gather(lists, rows, this.room.int16(this.count(rows)), copyKinds.int16)
  }

  uint8(lists: Lists<Uint8Array>, rows: readonly LaneRows[]): Uint8Array {
    return this.#gather(lists, rows, this.room.uint8(this.count(rows)), copyKinds.uint8)
  }

  float64(lists: Lists<Float64Array>, rows: readonly LaneRows[]): Float64Array {
    return this.#gather(lists, rows, this.room.float64(this.count(rows)), copyKinds.float64)
  }

  /** Codes, each replaced by its place; -1 stays. @param places for each chunk those of its codes */
  places(lists: Lists<Int32Array>, rows: readonly LaneRows[], places: readonly Int32Array[]): Int32Array {
    const taken = this.int32(lists, rows)
    this.eachStretch(rows, (index, from, to) => replaceCodes(taken, from, to, places[index]!))
    return taken
  }

  /** Rows that the lane gets. */
  count(rows: readonly LaneRows[]): number {
    let count = 0
    for (const each of rows) count += laneCount(each, this.lane)
    return count
  }

  /** Uses the stretch of what is gathered that comes from each of some chunks, where there is any. */
  eachStretch(rows: readonly LaneRows[], use: (index: number, from: number, to: number) => void): void {
    let from = 0
    for (let index = 0; index < rows.length; index++) {
      const to = from + laneCount(rows[index]!, this.lane)
      if (to > from) use(index, from, to)
      from = to
    }
  }

  #gather<A>(
    lists: Lists<A>,
    all: readonly LaneRows[],
    taken: A,
    copy: (values: A, rows: Int32Array, from: number, to: number, taken: A, place: number) => void
  ): A {
    const { lane } = this
    this.eachStretch(all, (index, place) => {
      const { rows, starts } = all[index]!
      copy(defined(lists[index]), rows, starts[lane]!, starts[lane + 1]!, taken, place)
    })
    return taken
  }
}

function replaceCodes(codes: Int32Array, from: number, to: number, places: Int32Array): void {
  for (let index = from; index < to; index++) if (codes[index]! >= 0) codes[index] = places[codes[index]!]!
}
