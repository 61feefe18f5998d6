import { EventEmitter } from 'node:events'
import { request as httpRequest, type ClientRequest } from 'node:http'
import { fakeApp } from '../unit/electron/fake-app.ts'
import { electronModule } from '../unit/electron/fake-electron.ts'

// Stands in for Electron in a process of its own that runs the packaged program: it is installed, it ends when the program
// says so, its keychain is the faked one, and requests really reach servers on this computer.

fakeApp.isPackaged = true
fakeApp.exit = (code) => process.exit(code)
fakeApp.becomeReady()

/** A request of Chromium's network, sent by Node. */
class SentRequest extends EventEmitter {
  readonly #request: ClientRequest
  constructor({ method, url, headers }: { method: string; url: string; headers: Record<string, string> }) {
    super()
    this.#request = httpRequest(url, { method, headers })
    this.#request.on('response', (message) => this.emit('response', message))
    this.#request.on('error', (error) => this.emit('error', error))
  }
  write(text: string): void {
    this.#request.write(text)
  }
  end(): void {
    this.#request.end()
  }
  abort(): void {
    this.#request.destroy()
  }
}

export const { app, BrowserWindow, Menu, Notification, Tray, dialog, ipcMain } = electronModule
export const {
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  webContents
} = electronModule
export const net = {
  isOnline: (): boolean => true,
  request: (options: ConstructorParameters<typeof SentRequest>[0]): SentRequest => new SentRequest(options)
}

export { electronModule as default }
