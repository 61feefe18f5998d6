import { isMainThread, workerData } from 'node:worker_threads'
import { serve } from '#engine/base/threads/rpc.ts'
import { connectThread, type ThreadConnection } from '#engine/base/threads/thread-connection.ts'
import { AppError } from '#shared/app-error.ts'
import { starterPort, startNodeThread } from '../../src-main/cli/threads/node-thread.ts'
import { createPanelPeer } from '../../src-renderer/workers/panels/panel-peer.ts'
import type { PanelPeerApi } from '../../src-renderer/workers/panels/panel-protocol.ts'

/** What this file is started as. */
const task = { task: 'panel-thread' }

/** Starts this file as a thread that helps with panels. */
export function startPanelThread(): ThreadConnection<PanelPeerApi> {
  return connectThread<PanelPeerApi>(startNodeThread(import.meta.filename, task), {
    failure: (cause) => new AppError('internal', 'A thread for panels stopped unexpectedly.', { cause })
  })
}

if (!isMainThread && (workerData as Partial<typeof task> | null)?.task === task.task)
  serve(starterPort(), createPanelPeer())
