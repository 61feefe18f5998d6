import { isMainThread, workerData } from 'node:worker_threads'
import { serve } from '#engine/base/threads/rpc.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import { AppError } from '#shared/app-error.ts'
import { starterPort, startNodeThread } from '../../src-main/host/threads/node-thread.ts'
import { createPanelPeer, type OpenShardFiles } from '#engine/population/threads/panel-peer.ts'
import type { PanelThread } from '#engine/population/threads/panel-pool.ts'
import type { PanelPeerApi } from '#engine/population/threads/panel-protocol.ts'
import { openShardFile } from '../../src-main/storage/shards/shard-folder.ts'

/** What this file is started as. */
const task = { task: 'panel-thread' }

/**
 * Starts this file as a thread that helps with panels.
 * @param bundled path of this file with everything that it imports
 * @param ends it ends in the middle of the first question, without a word
 */
export function startPanelThread(bundled: string, ends = false): PanelThread {
  const thread = startNodeThread(bundled, { ...task, ends })
  const connection = connectThread<PanelPeerApi>(thread, {
    failure: (cause) => new AppError('internal', 'A thread for panels stopped unexpectedly.', { cause })
  })
  return Object.assign(connection, { hasEnded: thread.hasEnded })
}

const openFiles: OpenShardFiles = (address) => {
  if (address.of !== 'process') throw new TypeError('these files are those of a page')
  return (file) => openShardFile(address, file)
}

if (!isMainThread) {
  const started = workerData as Partial<typeof task & { readonly ends: boolean }> | null
  const peer = createPanelPeer(openFiles)
  if (started?.task === task.task)
    serve(starterPort(), started.ends === true ? { ...peer, ask: () => process.exit() } : peer)
}
