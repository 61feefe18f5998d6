import { createStoreBuilder, type StoreBuilder } from '../../store/build/store-builder.ts'
import type { TablePlan } from '../../store/model/plan.ts'

/** What a shard that is built without the others has to be told of them. */
export interface SeparatePlace {
  /** Place among the shards of the population, from 0. The first counts and lists records of no person. */
  readonly index: number
  /** Types of which the population has resources: references to other types lead out of the data. */
  readonly types: ReadonlySet<string>
}

/**
 * Makes the builder of a shard whose chunks are all in this process while the other shards are built elsewhere. Texts, codes
 * and keys are numbered by the shard. Chunks of records that every shard has are marked `isCommon`.
 */
export function createSeparateBuilder(plan: TablePlan, { index, types }: SeparatePlace): StoreBuilder {
  return createStoreBuilder(plan, undefined, {
    ownsCommon: index === 0,
    hasType: (type) => types.has(type),
    learned: undefined,
    unresolved: () => undefined
  })
}
