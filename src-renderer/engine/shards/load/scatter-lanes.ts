import { defined } from '#shared/language/defined.ts'
import type { ArrayRoom } from './array-room.ts'
import type { LaneRows } from './lane-rows.ts'

/** What some chunks have of something. */
type Lists<A> = readonly (A | undefined)[]

/** Puts what several chunks have of something by lane, in one pass over each: reading what each lane gets by itself looks at everything once per lane. */
export class LaneScatter {
  readonly room: ArrayRoom

  /** @param room for what is put by lane */
  constructor(room: ArrayRoom) {
    this.room = room
  }

  int32(lists: Lists<Int32Array>, rows: LaneRows): Int32Array {
    return scattered(lists, rows, this.room.int32(rowCount(rows)), scatterKinds.int32)
  }

  uint32(lists: Lists<Uint32Array>, rows: LaneRows): Uint32Array {
    return scattered(lists, rows, this.room.uint32(rowCount(rows)), scatterKinds.uint32)
  }

  /** Two values for each row. */
  pairs(lists: Lists<Uint32Array>, rows: LaneRows): Uint32Array {
    return scattered(lists, rows, this.room.uint32(rowCount(rows) * 2), scatterKinds.pairs)
  }

  int16(lists: Lists<Int16Array>, rows: LaneRows): Int16Array {
    return scattered(lists, rows, this.room.int16(rowCount(rows)), scatterKinds.int16)
  }

  uint8(lists: Lists<Uint8Array>, rows: LaneRows): Uint8Array {
    return scattered(lists, rows, this.room.uint8(rowCount(rows)), scatterKinds.uint8)
  }

  float64(lists: Lists<Float64Array>, rows: LaneRows): Float64Array {
    return scattered(lists, rows, this.room.float64(rowCount(rows)), scatterKinds.float64)
  }

  /** Codes, each replaced by its place; -1 stays. @param places for each chunk those of its codes */
  places(lists: Lists<Int32Array>, rows: LaneRows, places: readonly Int32Array[]): Int32Array {
    const out = this.room.int32(rowCount(rows))
    lists.forEach((codes, chunk) => scatterPlaces(defined(codes), places[chunk]!, rows.places[chunk]!, out))
    return out
  }
}

/** How many rows all lanes have. */
export function rowCount({ starts }: LaneRows): number {
  return defined(starts.at(-1))
}

function scattered<A>(
  lists: Lists<A>,
  { places }: LaneRows,
  out: A,
  scatter: (values: A, places: Int32Array, out: A) => void
): A {
  for (let chunk = 0; chunk < lists.length; chunk++) scatter(defined(lists[chunk]), places[chunk]!, out)
  return out
}

function scatterPlaces(codes: Int32Array, placeOf: Int32Array, places: Int32Array, out: Int32Array): void {
  for (let row = 0; row < places.length; row++) {
    const code = codes[row]!
    out[places[row]!] = code < 0 ? code : placeOf[code]!
  }
}

/** One function for each kind: a loop that meets several kinds of arrays is several times slower. */
const scatterKinds = {
  int32: (values: Int32Array, places: Int32Array, out: Int32Array): void => {
    for (let row = 0; row < places.length; row++) out[places[row]!] = values[row]!
  },
  uint32: (values: Uint32Array, places: Int32Array, out: Uint32Array): void => {
    for (let row = 0; row < places.length; row++) out[places[row]!] = values[row]!
  },
  int16: (values: Int16Array, places: Int32Array, out: Int16Array): void => {
    for (let row = 0; row < places.length; row++) out[places[row]!] = values[row]!
  },
  uint8: (values: Uint8Array, places: Int32Array, out: Uint8Array): void => {
    for (let row = 0; row < places.length; row++) out[places[row]!] = values[row]!
  },
  float64: (values: Float64Array, places: Int32Array, out: Float64Array): void => {
    for (let row = 0; row < places.length; row++) out[places[row]!] = values[row]!
  },
  /** Two values for each row. */
  pairs: (values: Uint32Array, places: Int32Array, out: Uint32Array): void => {
    for (let row = 0; row < places.length; row++) {
      const place = places[row]! * 2
      out[place] = values[row * 2]!
      out[place + 1] = values[row * 2 + 1]!
    }
  }
} as const
