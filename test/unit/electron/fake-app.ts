import { EventEmitter } from 'node:events'

/** Every call of a faked function: its name and arguments. */
export interface FakeCall {
  readonly name: string
  readonly args: readonly unknown[]
}

class FakeApp extends EventEmitter {
  readonly calls: FakeCall[] = []
  isPackaged = false
  gotLock = true
  userData = ''
  switches: string[] = []
  readonly commandLine = { hasSwitch: (name: string): boolean => this.switches.includes(name) }
  #ready: () => void = () => undefined
  #whenReady = new Promise<void>((resolve) => (this.#ready = resolve))
  note(name: string, ...args: unknown[]): void {
    this.calls.push({ name, args })
  }
  enableSandbox(): void {
    this.note('enableSandbox')
  }
  disableHardwareAcceleration(): void {
    this.note('disableHardwareAcceleration')
  }
  setLoginItemSettings(settings: unknown): void {
    this.note('setLoginItemSettings', settings)
  }
  getLoginItemSettings(): { wasOpenedAtLogin: boolean } {
    return { wasOpenedAtLogin: false }
  }
  setPath(name: string, path: string): void {
    this.note('setPath', name, path)
    this.userData = path
  }
  getPath(): string {
    return this.userData
  }
  getAppPath(): string {
    return '/app'
  }
  requestSingleInstanceLock(data: unknown): boolean {
    this.note('requestSingleInstanceLock', data)
    return this.gotLock
  }
  setAsDefaultProtocolClient(scheme: string): void {
    this.note('setAsDefaultProtocolClient', scheme)
  }
  removeAsDefaultProtocolClient(scheme: string): void {
    this.note('removeAsDefaultProtocolClient', scheme)
  }
  setAppUserModelId(id: string): void {
    this.note('setAppUserModelId', id)
  }
  whenReady(): Promise<void> {
    return this.#whenReady
  }
  quit(): void {
    this.note('quit')
    this.emit('before-quit')
  }
  relaunch(options: unknown): void {
    this.note('relaunch', options)
  }
  exit(code: number): void {
    this.note('exit', code)
  }
  becomeReady(): void {
    this.#ready()
  }
  reset(): void {
    this.removeAllListeners()
    this.calls.length = 0
    this.gotLock = true
    this.isPackaged = false
    this.switches = []
    this.#whenReady = new Promise<void>((resolve) => (this.#ready = resolve))
  }
}

/** The program that runs. */
export const fakeApp = new FakeApp()
