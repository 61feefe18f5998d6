import type { Context } from '../../base/figures/filter.ts'
import type { DiskPlaces, ShardFilesAddress } from '../../shards/disk/disk-places.ts'
import type { SharedStore } from '../../shards/share-store.ts'
import type { ExchangeMemory } from '../../shards/shared-exchange.ts'
import type { PanelName, PanelParams } from '../panels/results/panel.ts'
import type { Registry } from '../registries/registry-definition.ts'

/** What one thread has of a population. */
export interface PanelShare {
  readonly memory: ExchangeMemory
  /** Place of the thread among all. */
  readonly index: number
  readonly shards: SharedRange | DiskRange
}

/** One range of people of a store whose memory threads share. */
export interface SharedRange {
  readonly of: 'store'
  readonly store: SharedStore
  /** How many ranges there are; each thread has the one of its place. */
  readonly count: number
}

/** Some shards on the disk. */
export interface DiskRange {
  readonly of: 'disk'
  readonly places: DiskPlaces
  readonly address: ShardFilesAddress
  /** Bytes of columns that the thread may hold. */
  readonly cacheBytes: number
}

/** A panel, as all threads are asked for it at the same time. */
export interface PanelQuestion<N extends PanelName = PanelName> {
  readonly name: N
  readonly context: Context
  readonly params: PanelParams<N>
  readonly absent: readonly string[]
  /** Where they have changed since the last question. */
  readonly registries?: readonly Registry[]
}

/** What the thread with the population asks of one that helps with panels. */
export interface PanelPeerApi {
  open(share: PanelShare): Promise<void>
  /** Settles when the thread is ready for the next question, however this one ended. */
  ask(question: PanelQuestion): Promise<void>
}
