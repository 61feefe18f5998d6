import type { ChunkContent } from '../../store/model/chunk.ts'

/** Remembers which concepts stand in columns or codings. */
export class UsedConcepts {
  #isUsed = new Uint8Array(1024)

  /** @param tables of a chunk, with the concepts of the population */
  add({ tables, codings }: ChunkContent): void {
    for (const { columns } of tables)
      for (const column of columns) if (column.kind === 'concept') this.#mark(column.codes)
    for (const { concept } of codings) this.#mark(concept)
  }

  /** @param concepts numbers in the population */
  addNumbers(concepts: Int32Array): void {
    this.#mark(concepts)
  }

  /** Numbers of the concepts, ascending. */
  take(): Int32Array {
    const used: number[] = []
    this.#isUsed.forEach((isUsed, concept) => {
      if (isUsed === 1) used.push(concept)
    })
    return Int32Array.from(used)
  }

  #mark(concepts: Int32Array): void {
    for (const concept of concepts) {
      if (concept < 0) continue
      if (concept >= this.#isUsed.length) {
        const larger = new Uint8Array(Math.max(concept + 1, this.#isUsed.length * 2))
        larger.set(this.#isUsed)
        this.#isUsed = larger
      }
      this.#isUsed[concept] = 1
    }
  }
}
