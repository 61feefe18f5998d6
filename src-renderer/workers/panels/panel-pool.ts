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
import type { ThreadConnection } from '#engine/base/threads/thread-connection.ts'
import { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import type { Store } from '#engine/store/model/store.ts'
import { AppError } from '#shared/app-error.ts'
import type { PanelPeerApi, PanelQuestion } from './panel-protocol.ts'
import { nextTask } from '../base/next-task.ts'

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
export async function startPanelPool(
  store: Store,
  threads: number,
  start: () => ThreadConnection<PanelPeerApi>
): Promise<PanelPool> {
  const shared = await shareStore(store, nextTask)
  const memory = exchangeMemory(threads)
  const own = rangeShard(store, threads, 0)
  let hasReferences = false
  const peers = new ThreadPool(Array.from({ length: threads - 1 }, start))
  let sent: readonly Registry[] | undefined
  let before: Promise<unknown> = Promise.resolve()

  function stop(): void {
    void peers.end()
  }

  async function ask<N extends PanelName>(
    registries: readonly Registry[],
    question: PanelQuestion<N>
  ): Promise<PanelResult<N> | undefined> {
    if (peers.isEnded) return undefined
    resetExchange(memory)
    const asked = { ...question, ...(sent === registries ? {} : { registries }) }
    sent = registries
    const answered = peers.each((api) => api.ask(asked as PanelQuestion))
    // They end when the pool ends, which is no news then.
    answered.catch(() => undefined)
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
      await answered.catch(() => undefined)
    }
  }

  try {
    await peers.each((api, index) => api.open({ store: shared, memory, count: threads, index: index + 1 }))
  } catch (error) {
    stop()
    throw error
  }
  return {
    get threads() {
      return peers.isEnded ? 1 : threads
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
