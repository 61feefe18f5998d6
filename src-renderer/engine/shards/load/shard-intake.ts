import { createTextNumbers, type TextNumbers } from '../../store/texts/text-numbers.ts'
import { qualifyChunk } from '../../store/collect/qualify-chunk.ts'
import type { StoreChunk } from '../../store/model/chunk.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import type { PopulationSources } from '../../store/model/source-keys.ts'
import { ChunkBatch } from './chunk-batch.ts'
import { createPersonRoutes, type PersonRoutes } from './person-routes.ts'
import type { LoadedShards } from './population-builder.ts'
import { ShardPieces } from './shard-pieces.ts'
import { UsedConcepts } from './used-concepts.ts'

/** Divides chunks among the shards of a population while they are read, and remembers what all shards have to know of them. */
export class ShardIntake {
  readonly numbers: TextNumbers
  readonly routes: PersonRoutes
  readonly used = new UsedConcepts()
  /** Texts of security labels. */
  readonly labels: Set<string>
  /** Resource types. */
  readonly types: Set<string>
  readonly pieces: ShardPieces
  readonly #sources: PopulationSources | undefined
  readonly #count: number
  /** Chunks that have not been divided yet. */
  readonly #batch: ChunkBatch

  /**
   * @param common types of which every shard has the records
   * @param generation whose lists are written
   */
  constructor(
    plan: TablePlan,
    sources: PopulationSources | undefined,
    on: LoadedShards,
    { common, generation }: { readonly common: ReadonlySet<string>; readonly generation: number }
  ) {
    const before = on.from?.load
    this.numbers = createTextNumbers(plan, before?.numbers)
    this.labels = new Set(before?.labels)
    this.types = new Set(before?.types)
    this.routes = createPersonRoutes(plan, on.count, common)
    this.pieces = new ShardPieces(on.files, generation, on.keepsPieces === true ? 0 : (on.pieceBytes ?? 0))
    this.#sources = sources
    this.#count = on.count
    this.#batch = new ChunkBatch(on.batchBytes)
  }

  async add(read: StoreChunk): Promise<void> {
    const chunk = this.#sources === undefined ? read : qualifyChunk(read, this.#sources)
    this.numbers.numberConcepts(chunk)
    this.used.add(chunk)
    for (const label of chunk.resources.labels) this.labels.add(label)
    this.#meetTypes(chunk)
    this.#batch.add(chunk)
    if (this.#batch.isFull) await this.flush()
  }

  #meetTypes({ keys, resources }: StoreChunk): void {
    const isMet = new Uint8Array(keys.types.length)
    for (let row = 0; row < resources.count; row++) isMet[keys.type[resources.key[row]!]!] = 1
    keys.types.forEach((type, index) => {
      if (isMet[index] === 1) this.types.add(type)
    })
  }

  /** Divides what has come so far. */
  async flush(): Promise<void> {
    await this.pieces.spool(this.#batch.take(), this.routes, this.#count)
  }
}
