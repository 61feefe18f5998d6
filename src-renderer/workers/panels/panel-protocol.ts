import type { Context } from '#engine/base/figures/filter.ts'
import type { PanelName, PanelParams } from '#engine/population/panels/results/panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { SharedStore } from '#engine/shards/share-store.ts'
import type { ExchangeMemory } from '#engine/shards/shared-exchange.ts'

/** What one thread has of a population. */
export interface PanelShare {
  readonly store: SharedStore
  readonly memory: ExchangeMemory
  /** How many shards there are; each thread has one. */
  readonly count: number
  readonly index: number
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

/** What the thread with the store asks of one that helps with panels. */
export interface PanelPeerApi {
  open(share: PanelShare): Promise<void>
  /** Settles when the thread is ready for the next question, however this one ended. */
  ask(question: PanelQuestion): Promise<void>
}
