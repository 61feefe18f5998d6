import type { Context } from '#engine/base/figures/filter.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { PanelName, PanelParams, PanelResult } from '#engine/population/panels/results/panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { hasAddedDimensions } from '#engine/population/selection/population.ts'
import { askTogether } from '#engine/store/model/exchange.ts'
import { rangeShard } from '#engine/shards/range-shards.ts'
import { ReferenceElsewhere } from '#engine/shards/range-targets.ts'
import { shareStore } from '#engine/shards/share-store.ts'
import { ExchangeBroken, exchangeMemory, resetExchange, sharedExchange } from '#engine/shards/shared-exchange.ts'
import type { Store } from '#engine/store/model/store.ts'
import { AppError } from '#shared/app-error.ts'
import type { PanelPeerApi, PanelQuestion } from './panel-protocol.ts'
import { nextTask } from '../base/next-task.ts'

/** A thread that helps with panels. */
export interface PanelThread {
  readonly api: PanelPeerApi
  /** Rejects when the thread cannot start or stops by itself. */
  readonly failed: Promise<never>
  stop(): void
}

/** Several threads that compute the panels of one population together. */
export interface PanelPool {
  /** Threads at work, with the one that asks; 1 when the others stopped. */
  readonly threads: number
  /** The others were stopped, because panels follow references between people, which one thread has to do. */
  readonly hasReferences: boolean
  /** @returns undefined for what the store has to be asked alone */
  panel<N extends PanelName>(
    registries: readonly Registry[],
    name: N,
    context: Context,
    params: PanelParams<N>,
    absent: readonly string[]
  ): Promise<PanelResult<N> | undefined>
  stop(): void
}

/** One person's page needs that person's records only. */
const undivided: ReadonlySet<PanelName> = new Set(['patient'])

/**
 * Moves a store into shared memory and starts threads that share it. The first shard stays in this thread.
 * @param store of which all columns have been read
 * @param threads more than one
 */
export async function startPanelPool(store: Store, threads: number, start: () => PanelThread): Promise<PanelPool> {
  const shared = await shareStore(store, nextTask)
  const memory = exchangeMemory(threads)
  const own = rangeShard(store, threads, 0)
  let hasReferences = false
  let peers: readonly PanelThread[] = Array.from({ length: threads - 1 }, start)
  for (const { failed } of peers) failed.catch(() => stop())
  let sent: readonly Registry[] | undefined
  let before: Promise<unknown> = Promise.resolve()

  const { promise: stopped, resolve: tellStopped } = Promise.withResolvers<void>()

  function stop(): void {
    for (const peer of peers) peer.stop()
    peers = []
    tellStopped()
  }

  async function ask<N extends PanelName>(
    registries: readonly Registry[],
    question: PanelQuestion<N>
  ): Promise<PanelResult<N> | undefined> {
    if (peers.length === 0) return undefined
    resetExchange(memory)
    const asked = { ...question, ...(sent === registries ? {} : { registries }) }
    sent = registries
    const answered = peers.map(({ api }) => api.ask(asked as PanelQuestion))
    const exchange = sharedExchange(memory, 0)
    const { name, context, params, absent } = question
    try {
      return askTogether(exchange, () => runPanel([own], registries, name, context, params, absent))
    } catch (error) {
      exchange.fail(error)
      hasReferences = error instanceof ReferenceElsewhere
      if (hasReferences || error instanceof ExchangeBroken) stop()
      // Others are for the store to answer, such as one about a filter that was added to it alone.
      else if (!(error instanceof AppError)) throw error
      return undefined
    } finally {
      await Promise.race([Promise.all(answered), stopped])
    }
  }

  try {
    await Promise.all(
      peers.map(({ api, failed }, index) =>
        Promise.race([api.open({ store: shared, memory, count: threads, index: index + 1 }), failed])
      )
    )
  } catch (error) {
    stop()
    throw error
  }
  return {
    get threads() {
      return peers.length + 1
    },
    get hasReferences() {
      return hasReferences
    },
    async panel(registries, name, context, params, absent) {
      // The summary lists all filters, with those that were added to the store.
      if (undivided.has(name) || (name === 'summary' && hasAddedDimensions(store, registries))) return undefined
      const answer = before.then(() => ask(registries, { name, context, params, absent }))
      before = answer.catch(() => undefined)
      return answer
    },
    stop
  }
}
