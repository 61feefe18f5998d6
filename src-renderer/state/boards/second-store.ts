import type { OneAtATime } from '#shared/one-at-a-time.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'

/** A worker with data of its own. */
export interface SecondStore {
  readonly api: StoreApi
  end(): void
}

/** What decides, besides the data, what figures come to: as the store behind the screens has it now. */
export interface ComputingRules {
  /** Another text whenever any of it is another. */
  readonly version: string
  /** Makes a store that has a snapshot open compute by them. @param snapshot id of the snapshot @throws AppError */
  tell(store: StoreApi, snapshot: string): Promise<void>
}

/** The worker of an earlier snapshot, with the version of the rules and cohorts that it knows. */
export interface ToldStore extends SecondStore {
  told: string | undefined
  /** Tells them one after the other, so that the last ones stay. */
  readonly inTurn: OneAtATime
}
