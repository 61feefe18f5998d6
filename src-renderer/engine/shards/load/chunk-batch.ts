import type { StoreChunk } from '../../store/model/chunk.ts'
import { bytesOfChunk } from '../../store/model/release-arrays.ts'

/** Chunks that are divided together: the pieces of a single one would be small, and as many as there are shards. */
export class ChunkBatch {
  readonly #bytes: number
  readonly #chunks: StoreChunk[] = []
  #held = 0

  /** @param bytes of columns at which the batch is full */
  constructor(bytes: number) {
    this.#bytes = bytes
  }

  /** @param chunk with codes and profiles as they are numbered in the population, which has their texts */
  add(chunk: StoreChunk): void {
    const concepts = { systems: [], codes: [], displays: [], offset: new Float64Array(0) }
    this.#chunks.push({ ...chunk, concepts, resources: { ...chunk.resources, profiles: [] } })
    this.#held += bytesOfChunk(chunk)
  }

  get isFull(): boolean {
    return this.#held >= this.#bytes
  }

  /** The chunks that came. The batch begins anew. */
  take(): readonly StoreChunk[] {
    this.#held = 0
    return this.#chunks.splice(0)
  }
}
