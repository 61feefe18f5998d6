import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { MatchDecision } from '#engine/matching/results/match-result.ts'
import type { FinishManner } from '#engine/shards/load/population-builder.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import type { StoreIntake } from '../ingest/ingest-protocol.ts'
import type { LoadedStore } from './loaded-store.ts'
import type { PageApi } from './protocol/store-protocol.ts'
import type { LoadOutcome, LoadRequest, RestoreRequest } from './protocol/load-protocol.ts'
import type { ShardHost } from './saved-parts.ts'
import type { SaveHost } from './save-store.ts'

/** Dependencies of the loader of the store worker. */
export interface PopulationLoaderDependencies {
  readonly host: SaveHost & ShardHost & Pick<PageApi, 'progress'> & { open: StoreIntake['open'] }
  readonly views: ReleaseViews
  /** What users decided about which records are of one person. @throws AppError when that cannot be known */
  decisions(): Promise<readonly MatchDecision[]>
  /** Who is left out, as the services say. @throws AppError when that cannot be known */
  limits(): Promise<PeopleLimits>
  /** The store without these people; the same where there are none. */
  limit(store: Store, limits: PeopleLimits): Store
  /** As `limit`, while a population is divided. */
  limitShards(limits: PeopleLimits): Pick<FinishManner, 'limit' | 'narrow'>
  /** Bytes that a population may use. */
  memory(): number
  loaded(): LoadedStore | undefined
  /** Puts a population in the place of the present one. */
  replace(next: LoadedStore): void
  /** Calculates what the first screen shows first, so that it is there at once when the load reports that it is ready. */
  prepare(shards: readonly PopulationShard[]): Promise<void>
}

/** Opens populations, one at a time. */
export interface PopulationLoader {
  load(request: LoadRequest): Promise<LoadOutcome>
  restore(request: RestoreRequest): Promise<LoadOutcome>
  /** Matches people again by the decisions as they are now. */
  rematch(): Promise<LoadOutcome>
  /** Ends what is under way, which rejects with `cancelled`; the population stays as it was. */
  cancel(): void
}
