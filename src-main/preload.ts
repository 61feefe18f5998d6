import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { bridgeChannels, bridgeName, type Bridge } from '#shared/contract/bridge.ts'
import type { Reply } from '#shared/contract/contract.ts'

// Two functions and nothing else cross into the page; listeners get values, never Electron's event objects.
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(bridgeChannels.call, name, input) as Promise<Reply>,
  subscribe(listener) {
    const hear = (_event: IpcRendererEvent, name: string, value: unknown): void => listener(name, value)
    ipcRenderer.on(bridgeChannels.event, hear)
    return () => {
      ipcRenderer.removeListener(bridgeChannels.event, hear)
    }
  }
}

contextBridge.exposeInMainWorld(bridgeName, bridge)
