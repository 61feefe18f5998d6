import type { Context } from '../../base/figures/filter.ts'
import type { ThreadConnection } from '../../base/threads/thread-connection.ts'
import { ThreadPool } from '../../base/threads/thread-pool.ts'
import { ReferenceElsewhere } from '../../shards/range-targets.ts'
import type { PopulationShard } from '../../shards/shard.ts'
import {
  ExchangeBroken,
  exchangeMemory,
  resetExchange,
  sharedExchange,
  type ExchangeMemory
} from '../../shards/shared-exchange.ts'
import { askTogether } from '../../store/model/exchange.ts'
import { AppError } from '#shared/app-error.ts'
import { runPanel } from '../panels/run-panel.ts'
import type { PanelName, PanelParams, PanelResult } from '../panels/results/panel.ts'
import type { Registry } from '../registries/registry-definition.ts'
import { hasAddedDimensions } from '../selection/population.ts'
import { divideAmongThreads } from './divide-among-threads.ts'
import type { PanelPeerApi, PanelQuestion } from './panel-protocol.ts'

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

/** Panels that look at filters that were added to the store alone. */
const withAdded: ReadonlySet<PanelName> = new Set(['summary', 'equity'])

/**
 * A thread that helps with panels. In the middle of a question the thread that asks hears of no event, so that it learns in one
 * of two other ways that this one has ended.
 */
export interface PanelThread extends ThreadConnection<PanelPeerApi> {
  /** Whether it has ended, which can be told without an event. */
  hasEnded?(): boolean
  /** Has somebody who never waits call `noteEnd` when it has ended. Resolves when it is watched. */
  watch?(memory: ExchangeMemory): Promise<void>
}

/** What starting threads takes. */
export interface PanelThreads {
  /** More than one. */
  readonly threads: number
  readonly start: () => PanelThread
  /** Is waited for in between, so that other work is not held up. */
  readonly pause: () => Promise<void>
}

/**
 * Starts threads that compute panels together with this one, which keeps the first part of the population.
 * @param shards of a population: one in memory of which all columns have been read, or those on the disk
 */
export async function startPanelPool(
  shards: readonly PopulationShard[],
  { threads, start, pause }: PanelThreads
): Promise<PanelPool> {
  const { own: localShards, others, takeBack } = await divideAmongThreads(shards, threads, pause)
  const { store } = shards[0]!
  const memory = exchangeMemory(threads)
  let hasReferences = false
  const started = Array.from({ length: threads - 1 }, start)
  const peers = new ThreadPool(started)
  let sent: readonly Registry[] | undefined
  let before: Promise<unknown> = Promise.resolve()

  function stop(): void {
    takeBack()
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
    const exchange = sharedExchange(memory, 0, () => started.some((thread) => thread.hasEnded?.() === true))
    const { name, context, params, absent } = question
    try {
      return askTogether(exchange, () => runPanel(localShards, registries, name, context, params, absent))
    } catch (error) {
      exchange.fail(error)
      hasReferences = error instanceof ReferenceElsewhere
      if (hasReferences || error instanceof ExchangeBroken) stop()
      // Others are for the store to answer, such as one about a filter that was added to it alone.
      else if (!(error instanceof AppError)) throw error
      return undefined
    } finally {
      // The failure was told above.
      await answered.catch(() => undefined)
    }
  }

  try {
    await peers.each((api, index) => api.open({ memory, index: index + 1, shards: others[index]! }))
    await Promise.all(started.map(async (thread) => thread.watch?.(memory)))
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
      // The summary lists all filters, with those that were added to the store; equity may compare people by them.
      if (undivided.has(name) || (withAdded.has(name) && hasAddedDimensions(store, registries))) return undefined
      const answer = before.then(() => ask(registries, { name, context, params, absent }))
      // Whoever asked hears of the failure; the next panel waits only for the end.
      before = answer.catch(() => undefined)
      return answer
    },
    stop
  }
}
