import { cliMessages as m } from '#messages/cli.ts'
import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import type { Context } from '#engine/base/figures/filter.ts'
import { serve } from '#engine/base/threads/rpc.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import type { PanelName, PanelParams, PanelResult } from '#engine/population/panels/results/panel.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { threadsFor } from '#engine/population/threads/panel-cores.ts'
import { createPanelPeer, type OpenShardFiles } from '#engine/population/threads/panel-peer.ts'
import { startPanelPool, type PanelThread } from '#engine/population/threads/panel-pool.ts'
import type { PanelPeerApi } from '#engine/population/threads/panel-protocol.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { machineMemory } from '../../ports/machine-memory.ts'
import { openShardFile } from '../../storage/shards/shard-folder.ts'
import { starterPort, startNodeThread } from '../../host/threads/node-thread.ts'

/** What the program is started as, to help with panels. */
export interface PanelTask {
  readonly task: 'panels'
}

const panelTask: PanelTask = { task: 'panels' }

const openFiles: OpenShardFiles = (address) => {
  if (address.of !== 'process') throw new TypeError('these files are those of a page')
  return (file) => openShardFile(address, file)
}

/** Helps with panels in this thread, for the one that started it. */
export function servePanels(): void {
  serve(starterPort(), createPanelPeer(openFiles))
}

/** Panels of a population, computed by as many threads as pay. */
export interface CommandPanels {
  panel<N extends PanelName>(name: N, context: Context, params: PanelParams<N>): Promise<PanelResult<N>>
  /** Ends the other threads. */
  close(): Promise<void>
}

/**
 * @param entry the program's own file; without it this thread computes alone
 * @param absent resource types that should be in the data and are not
 * @param cores at most; by default as many as the machine has
 */
export async function openPanels(
  shards: readonly PopulationShard[],
  registries: readonly Registry[],
  {
    entry,
    absent,
    cores = availableParallelism()
  }: {
    readonly entry: string | undefined
    readonly absent: readonly string[]
    readonly cores?: number
  }
): Promise<CommandPanels> {
  const memory = machineMemory() / 1024 ** 3
  const threads = entry === undefined ? 1 : threadsFor(shards, 0, { cores, memory, isShared: true })
  const start = (): PanelThread => {
    const thread = startNodeThread(defined(entry), panelTask)
    const failure = (cause: unknown): AppError => new AppError('internal', m.aThreadForPanelsStopped, { cause })
    return Object.assign(connectThread<PanelPeerApi>(thread, { failure }), { hasEnded: thread.hasEnded })
  }
  const pool = threads === 1 ? undefined : await startPanelPool(shards, { threads, start, pause: setImmediate })
  return {
    async panel(name, context, params) {
      const answer = await pool?.panel(registries, name, context, params, absent)
      return answer ?? runPanel(shards, registries, name, context, params, absent)
    },
    async close() {
      pool?.stop()
    }
  }
}
