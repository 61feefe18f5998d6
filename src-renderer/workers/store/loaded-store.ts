import type { DuplicatesOfTable } from '#engine/matching/duplicate-records.ts'
import type { MatchResult } from '#engine/matching/results/match-result.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { IngestSource } from '../ingest/ingest-protocol.ts'
import type { RecordsPlace } from '../base/require-records.ts'
import type { KeepableShards } from './saved-parts.ts'

/** A population and where its files can be read again. */
export interface LoadedStore extends RecordsPlace {
  /** The first part, or the only one: what it says of the whole holds for all. */
  readonly store: Store
  /** The population in its parts; all of them together have the people of the store. */
  readonly shards: readonly PopulationShard[]
  readonly sources: readonly IngestSource[]
  /** Resource types that should be in the data and are not. */
  readonly absent: readonly string[]
  /** The store with everybody, to be saved, where the role of the user shows some of the people only. */
  readonly complete?: Store
  /** How the people of several sources were matched. */
  readonly matching?: {
    readonly before: Store
    readonly result: MatchResult
    readonly duplicates: readonly DuplicatesOfTable[]
    /** Ids of people under which another id stands for them, with that one. */
    readonly standsFor: ReadonlyMap<string, string>
  }
  /** Bytes that records of measures may take, where the population is on the disk. */
  readonly memory?: number
  /** Parts on the disk that can be kept; absent where they lack people or records that the user may not see. */
  readonly parts?: KeepableShards
  /** Removes the parts of a population that is on the disk, but for those of a snapshot. */
  readonly removeParts?: () => void
  /** Settles when all columns have been read; what needs only those that have come can be asked before. */
  readonly whole: Promise<void>
}

/** The store with everybody. */
export function completeOf({ store, complete }: LoadedStore): Store {
  return complete ?? store
}
