import type { Bridge } from '#shared/bridge.ts'
import { httpBridge } from './http-transport.ts'
import { ipcBridge } from './ipc-transport.ts'

/** The wire of the host this page runs in: Electron's preload bridge if there is one, else HTTP to the loopback host. */
export function pickTransport(): Bridge {
  return ipcBridge() ?? httpBridge()
}
