import { workersStoreMessages as m } from '#messages/workers/store.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { PanelName, PanelParams, PanelResult } from '#engine/population/panels/results/panel.ts'
import { threadsFor, type CoresInUse, type Hardware } from '#engine/population/threads/panel-cores.ts'
import { startPanelPool, type PanelPool, type PanelThread } from '#engine/population/threads/panel-pool.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { toWireError } from '#shared/app-error.ts'
import { nextTask } from '../base/next-task.ts'

/** Panels of the loaded population, on as many cores as the setting, the computer and the data allow. */
export interface StorePanels {
  /** Gets the cores ready for a population of which all columns have been read, in the place of the one before. */
  open(shards: readonly PopulationShard[]): Promise<void>
  close(): void
  /** Sets how many cores are used, 0 for as many as make sense. */
  setCores(wanted: number): Promise<void>
  cores(): CoresInUse
  panel<N extends PanelName>(
    shards: readonly PopulationShard[],
    name: N,
    context: Context,
    params: PanelParams<N>,
    absent: readonly string[]
  ): Promise<PanelResult<N>>
}

/** A population whose panels are computed. */
interface OpenedPopulation {
  readonly shards: readonly PopulationShard[]
  readonly pool: PanelPool | undefined
  /** The threads were started again once; those that stop a second time are not. */
  readonly isSecond: boolean
}

/** Browsers throw a RangeError where there is no memory for another array. */
function failureOf(error: unknown): string {
  return error instanceof RangeError ? m.theMemoryDoesNotSuffice : toWireError(error).message
}

/** @param start starts a thread that helps */
export function createStorePanels(
  registries: () => readonly Registry[],
  hardware: Hardware,
  start: () => PanelThread
): StorePanels {
  let wanted = 0
  let opened: OpenedPopulation | undefined
  let opening: Promise<void> = Promise.resolve()
  let failure = ''
  /** Goes up whenever a population is closed: threads that were asked for before are of no use then. */
  let closings = 0

  function stopThreads(): void {
    opened?.pool?.stop()
    opened = undefined
  }

  async function startThreads(shards: readonly PopulationShard[], asked: number, isSecond: boolean): Promise<void> {
    if (asked !== closings) return
    const { store } = shards[0]!
    const threads = threadsFor(shards, wanted, hardware)
    if (opened?.shards[0]?.store === store && (opened.pool?.threads ?? 1) === threads) return
    stopThreads()
    failure = ''
    let pool: PanelPool | undefined
    try {
      if (threads > 1) pool = await startPanelPool(shards, { threads, start, pause: nextTask })
    } catch (error) {
      // One core shows the same; Settings say why there are no more.
      failure = m.moreCouldNotBeStartedClose(failureOf(error))
    }
    if (asked === closings) opened = { shards, pool, isSecond }
    else pool?.stop()
  }

  function open(shards: readonly PopulationShard[], isSecond = false): Promise<void> {
    const asked = closings
    opening = opening.then(() => startThreads(shards, asked, isSecond))
    return opening
  }

  /** Starts threads that stopped unexpectedly again, once: what ended them may end the next ones, too. */
  async function restart(): Promise<void> {
    if (opened?.pool === undefined || opened.isSecond || opened.pool.hasReferences || opened.pool.threads > 1) return
    opened = { ...opened, isSecond: true }
    await open(opened.shards, true)
  }

  function reason(): string {
    if (!hardware.isShared) return m.thisBrowserDoesNotLetThreads
    if (failure !== '') return failure
    if (opened !== undefined && threadsFor(opened.shards, hardware.cores, hardware) === 1)
      return m.moreCoresNeedMoreMemoryFor
    const { pool } = opened ?? {}
    if (pool === undefined || pool.threads > 1) return ''
    return pool.hasReferences ? m.recordsOfSomePeopleReferTo : m.theOthersStoppedUnexpectedlyOpenThe
  }

  return {
    open: (shards) => open(shards),
    close() {
      closings++
      stopThreads()
    },
    async setCores(next) {
      wanted = next
      if (opened !== undefined) await open(opened.shards)
    },
    cores: () => ({ inUse: opened?.pool?.threads ?? 1, available: hardware.cores, reason: reason() }),
    async panel(shards, name, context, params, absent) {
      await restart()
      const pool = opened?.shards[0]?.store === shards[0]!.store ? opened.pool : undefined
      const answer = await pool?.panel(registries(), name, context, params, absent)
      return answer ?? runPanel(shards, registries(), name, context, params, absent)
    }
  }
}
