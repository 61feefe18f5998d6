interface ShapeStep {
  readonly next: Map<string, ShapeStep>
  shape: number
}

function step(): ShapeStep {
  return { next: new Map(), shape: -1 }
}

/** Numbers the sequences of member names that objects have: most objects share a few of them. */
export class ShapeTable {
  readonly shapes: string[][] = []
  readonly #root = step()

  /** The number of a sequence of names. */
  of(names: readonly string[]): number {
    let current = this.#root
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!
      let next = current.next.get(name)
      if (next === undefined) {
        next = step()
        current.next.set(name, next)
      }
      current = next
    }
    if (current.shape < 0) {
      // No element has this name, and an object that is made again would take it for its prototype.
      current.shape = this.shapes.push(names.map((name) => (name === '__proto__' ? '' : name))) - 1
    }
    return current.shape
  }
}
