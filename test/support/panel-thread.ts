import { parentPort, Worker, workerData } from 'node:worker_threads'
import { callable, serve, type Endpoint } from '../../src-renderer/workers/base/rpc.ts'
import { createPanelPeer } from '../../src-renderer/workers/panels/panel-peer.ts'
import type { PanelThread } from '../../src-renderer/workers/panels/panel-pool.ts'
import type { PanelPeerApi } from '../../src-renderer/workers/panels/panel-protocol.ts'

/** A thread of Node as a worker of a page. */
function endpointOf(port: Pick<Worker, 'on' | 'postMessage'>): Endpoint {
  return {
    postMessage: (message, transfer = []) => port.postMessage(message, transfer as ArrayBuffer[]),
    addEventListener: (_, listener) => port.on('message', (data) => listener({ data } as MessageEvent<unknown>))
  }
}

/** What this file is started as. */
const role = 'panel-thread'

/** Starts this file as a thread that helps with panels. */
export function startPanelThread(): PanelThread {
  const worker = new Worker(import.meta.filename, { workerData: role })
  const { promise: failed, reject } = Promise.withResolvers<never>()
  worker.on('error', reject)
  return { api: callable<PanelPeerApi>(endpointOf(worker)), failed, stop: () => void worker.terminate() }
}

if (parentPort !== null && workerData === role) serve(endpointOf(parentPort as unknown as Worker), createPanelPeer())
