/** Something with a rank, which only goes up. */
interface Ranked {
  readonly rank: number
}

/** Gives the lowest of things whose ranks go up while they are in it: a binary heap by the rank that each had when it was put in its place. */
export class RankQueue<T extends Ranked = Ranked> {
  #heap: { readonly item: T; readonly rank: number }[] = []

  add(item: T): void {
    const heap = this.#heap
    let place = heap.push({ item, rank: item.rank }) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (heap[parent]!.rank <= heap[place]!.rank) return
      this.#swap(place, parent)
      place = parent
    }
  }

  /** Takes out the thing with the lowest rank; of equal ones any. */
  takeLowest(): T | undefined {
    for (;;) {
      const lowest = this.#takeFirst()
      if (lowest === undefined || lowest.item.rank <= lowest.rank) return lowest?.item
      // It went up since.
      this.add(lowest.item)
    }
  }

  /** Takes out everything of a kind. */
  takeWhere(isTaken: (item: T) => boolean): readonly T[] {
    const taken: T[] = []
    const left: T[] = []
    for (const { item } of this.#heap) (isTaken(item) ? taken : left).push(item)
    if (taken.length === 0) return taken
    this.#heap = []
    for (const item of left) this.add(item)
    return taken
  }

  #takeFirst(): { readonly item: T; readonly rank: number } | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    heap[0] = last
    for (let place = 0; ;) {
      const [left, right] = [2 * place + 1, 2 * place + 2]
      let lowest = place
      if (left < heap.length && heap[left]!.rank < heap[lowest]!.rank) lowest = left
      if (right < heap.length && heap[right]!.rank < heap[lowest]!.rank) lowest = right
      if (lowest === place) return first
      this.#swap(place, lowest)
      place = lowest
    }
  }

  #swap(left: number, right: number): void {
    const heap = this.#heap
    const item = heap[left]!
    heap[left] = heap[right]!
    heap[right] = item
  }
}
