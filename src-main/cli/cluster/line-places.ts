import type { Store } from '#engine/store/model/store.ts'
import { growableFloat64 } from '#engine/store/model/growable.ts'
import type { PlacedLines } from './shard-frames.ts'
import { partitionPoint } from '#engine/base/kernels/lower-bound.ts'

const LF = 10

/** Where the lines of each part begin in its bytes, and their places in the file that they come from. */
export class LinePlaces {
  readonly #parts: { readonly starts: Growable; readonly orders: Growable; end: number }[] = []

  /** Adds the next lines of a part. */
  add(part: number, { order, text }: PlacedLines): void {
    const partPlaces = (this.#parts[part] ??= { starts: growableFloat64(), orders: growableFloat64(), end: 0 })
    let position = 0
    for (const place of order) {
      partPlaces.starts.push(partPlaces.end + position)
      partPlaces.orders.push(place)
      const end = text.indexOf(LF, position)
      position = end < 0 ? text.length : end + 1
    }
    partPlaces.end += text.length
  }

  /** A store whose displays say where they come from by the places of lines in files, which all shards have in common. */
  inFiles(store: Store): Store {
    const places = this.#parts.map(({ starts, orders }) => ({ starts: starts.take(), orders: orders.take() }))
    const { displays } = store.origins
    const offset = displays.offset.map((position, entry) => {
      const { starts, orders } = places[displays.file[entry]!]!
      return orders[lastBefore(starts, position)]!
    })
    return { ...store, origins: { ...store.origins, displays: { ...displays, offset } } }
  }
}

type Growable = ReturnType<typeof growableFloat64>

/** The last place of an ascending list that is not behind a number; the first one where all are. */
function lastBefore(starts: Float64Array, position: number): number {
  return Math.max(0, partitionPoint(starts.length, (place) => starts[place]! > position) - 1)
}
