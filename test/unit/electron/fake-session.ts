import { EventEmitter } from 'node:events'
import type { FakeContents } from './fake-window.ts'

type Decide<T> = (value: T) => void

/** A faked session that keeps its handlers. */
export class FakeSession extends EventEmitter {
  readonly options: readonly unknown[]
  permissionRequest: ((contents: FakeContents, permission: string, decide: Decide<boolean>) => void) | null = null
  permissionCheck: ((contents: FakeContents | null, permission: string, origin: string) => boolean) | null = null
  device: (() => boolean) | null = null
  display: ((request: unknown, decide: Decide<object>) => void) | null = null
  pairing: ((details: unknown, decide: Decide<{ confirmed: boolean }>) => void) | null = null
  spellChecker = true
  beforeRequest: ((details: { url: string }, decide: Decide<{ cancel: boolean }>) => void) | null = null
  proxy: object | undefined
  handlers = new Map<string, (request: Request) => Promise<Response>>()
  constructor(options: readonly unknown[]) {
    super()
    this.options = options
  }
  setPermissionRequestHandler(handler: FakeSession['permissionRequest']): void {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: FakeSession['permissionCheck']): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: FakeSession['device']): void {
    this.device = handler
  }
  setDisplayMediaRequestHandler(handler: FakeSession['display']): void {
    this.display = handler
  }
  setBluetoothPairingHandler(handler: FakeSession['pairing']): void {
    this.pairing = handler
  }
  async setProxy(config: object): Promise<void> {
    this.proxy = config
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled
  }
  readonly webRequest = {
    onBeforeRequest: (handler: FakeSession['beforeRequest']): void => {
      this.beforeRequest = handler
    }
  }
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>): void => {
      this.handlers.set(scheme, handler)
    }
  }
}
