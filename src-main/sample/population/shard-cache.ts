import { makeShard, type Recipe, type Shard } from './shard.ts'
import type { PersonalType } from './base/resource-types.ts'
import type { SampleTally } from './tally.ts'

/** What stays of a shard when its bytes are let go. */
export interface ShardIndex {
  readonly files: ReadonlyMap<PersonalType, { readonly length: number; readonly starts: Uint32Array }>
}

/** Makes shards on demand, each once at a time, and holds the last few. */
export class ShardCache {
  private readonly recipe: Recipe
  private readonly held = new Map<number, Promise<Shard>>()
  private readonly indexes = new Map<number, ShardIndex>()
  private readonly tallies = new Map<number, SampleTally>()
  private readonly capacity: number

  /** @param capacity shards held; about 25 MB each */
  constructor(recipe: Recipe, capacity: number) {
    this.recipe = recipe
    this.capacity = capacity
  }

  /** What is known of a shard without making it. */
  index(shard: number): ShardIndex | undefined {
    return this.indexes.get(shard)
  }

  /** A shard that is held or being made. */
  peek(shard: number): Promise<Shard> | undefined {
    return this.held.get(shard)
  }

  async get(shard: number): Promise<Shard> {
    const known = this.held.get(shard)
    if (known !== undefined) {
      this.held.delete(shard)
      this.held.set(shard, known)
      return known
    }
    const made = makeShard(this.recipe, shard)
    this.held.set(shard, made)
    while (this.held.size > this.capacity) {
      const oldest = this.held.keys().next()
      if (oldest.done === true) break
      this.held.delete(oldest.value)
    }
    // Whoever asked hears of the failure; the next one makes it again.
    made.catch(() => this.held.delete(shard))
    const result = await made
    const files = Array.from(
      result.files,
      ([type, { bytes, starts }]) => [type, { length: bytes.length, starts }] as const
    )
    this.indexes.set(shard, { files: new Map(files) })
    this.tallies.set(shard, result.tally)
    return result
  }

  /** The tally of a shard. Where the shard was not made yet, its people are counted and nothing is written. */
  async tally(shard: number): Promise<SampleTally> {
    const known = this.tallies.get(shard)
    if (known !== undefined) return known
    const { tally } = await (this.held.get(shard) ?? makeShard(this.recipe, shard, []))
    this.tallies.set(shard, tally)
    return tally
  }
}
