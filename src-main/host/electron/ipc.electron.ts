import { hostElectronMessages as m } from '#messages/host/electron.ts'
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { AppError, toWireError } from '#shared/app-error.ts'
import { bridgeChannels } from '#shared/contract/bridge.ts'
import type { EventName, Events, Reply } from '#shared/contract/contract.ts'
import type { Dispatch } from '../../api/dispatch.ts'
import type { LogPort } from '../../ports/host.ts'
import { isPageUrl } from './page-origin.ts'

/** The control plane of Electron: one channel for calls, one for events. */
export interface Ipc {
  /** Begins to answer calls of the top frame of trusted windows, and of nobody else. Must be called once. */
  answer(dispatch: Dispatch): void
  /** Lets a window call. It loses the right when it is destroyed. */
  trust(contents: WebContents): void
  /** Sends an event to every trusted window. */
  emit<E extends EventName>(name: E, value: Events[E]): void
}

/** Opens the control plane; no window is trusted yet and no call is answered. */
export function createIpc(log: LogPort): Ipc {
  const trusted = new Map<number, WebContents>()
  return {
    answer(dispatch) {
      ipcMain.handle(bridgeChannels.call, async (event, name: unknown, input: unknown): Promise<Reply> => {
        if (!isTrusted(event, trusted) || typeof name !== 'string') {
          log.write('warn', 'ipc.call-refused')
          return { ok: false, error: toWireError(new AppError('not-allowed', m.thisWindowMayNotUsePopulus)) }
        }
        return dispatch(name, input, { windowId: event.sender.id })
      })
    },
    trust(contents) {
      trusted.set(contents.id, contents)
      contents.once('destroyed', () => trusted.delete(contents.id))
    },
    emit(name, value) {
      for (const contents of trusted.values()) contents.send(bridgeChannels.event, name, value)
    }
  }
}

function isTrusted({ sender, senderFrame }: IpcMainInvokeEvent, trusted: ReadonlyMap<number, WebContents>): boolean {
  return (
    trusted.get(sender.id) === sender &&
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    isPageUrl(senderFrame.url)
  )
}
