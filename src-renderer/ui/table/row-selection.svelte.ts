/** Which rows of a long table are chosen, by index. "All" stands for every row without listing them. */
export class RowSelection {
  #all = $state(false)
  /** Chosen rows, or with `#all` those that are not. */
  #marked = $state.raw<ReadonlySet<number>>(new Set())
  #anchor = 0

  has(index: number): boolean {
    return this.#all !== this.#marked.has(index)
  }

  count(total: number): number {
    return this.#all ? total - this.#marked.size : this.#marked.size
  }

  toggle(index: number): void {
    const marked = new Set(this.#marked)
    if (!marked.delete(index)) marked.add(index)
    this.#marked = marked
    this.#anchor = index
  }

  /** Chooses everything from the row last toggled to this one. */
  extend(index: number): void {
    const marked = new Set(this.#marked)
    const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)]
    for (let each = from; each <= to; each++) {
      if (this.#all) marked.delete(each)
      else marked.add(each)
    }
    this.#marked = marked
  }

  all(): void {
    this.#all = true
    this.#marked = new Set()
  }

  clear(): void {
    this.#all = false
    this.#marked = new Set()
  }

  /** Chosen rows as ranges `[first, end)` in order. */
  ranges(total: number): (readonly [number, number])[] {
    const ranges: (readonly [number, number])[] = []
    const marked = [...this.#marked].sort((a, b) => a - b)
    if (this.#all) {
      let first = 0
      for (const gap of [...marked, total]) {
        if (gap > first) ranges.push([first, gap])
        first = gap + 1
      }
      return ranges
    }
    for (const index of marked) {
      const last = ranges.at(-1)
      if (last?.[1] === index) ranges[ranges.length - 1] = [last[0], index + 1]
      else ranges.push([index, index + 1])
    }
    return ranges
  }
}
