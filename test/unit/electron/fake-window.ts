import { EventEmitter } from 'node:events'
import { fakeApp, type FakeCall } from './fake-app.ts'

/** A faked web contents object. */
export class FakeContents extends EventEmitter {
  static nextId = 1
  readonly id = FakeContents.nextId++
  readonly mainFrame = { url: 'app://bundle/' }
  readonly sent: unknown[][] = []
  readonly calls: string[] = []
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  send(...args: unknown[]): void {
    this.sent.push(args)
  }
  getURL(): string {
    return this.mainFrame.url
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  reload(): void {
    this.calls.push('reload')
  }
  forcefullyCrashRenderer(): void {
    this.calls.push('crash')
  }
  /** What the last PDF was asked with; the test may make the next one fail. */
  printed: Readonly<Record<string, unknown>> | undefined
  failsToPrint = false
  async printToPDF(options: Readonly<Record<string, unknown>>): Promise<Buffer> {
    this.printed = options
    if (this.failsToPrint) throw new Error('Failed to generate PDF: page 3 of a name')
    return Buffer.from('%PDF-1.7')
  }
}

/** A faked window that keeps its options and what was done to it. */
export class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = []
  readonly webContents = new FakeContents()
  readonly calls: FakeCall[] = []
  readonly options: Record<string, unknown>
  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    FakeWindow.all.push(this)
    fakeApp.emit('web-contents-created', {}, this.webContents)
  }
  #note(name: string, ...args: unknown[]): void {
    this.calls.push({ name, args })
  }
  async loadURL(url: string): Promise<void> {
    this.#note('loadURL', url)
  }
  show(): void {
    this.#note('show')
  }
  hide(): void {
    this.#note('hide')
  }
  focus(): void {
    this.#note('focus')
  }
  maximize(): void {
    this.#note('maximize')
  }
  restore(): void {
    this.#note('restore')
  }
  setContentProtection(enabled: boolean): void {
    this.#note('setContentProtection', enabled)
  }
  setProgressBar(value: number): void {
    this.#note('setProgressBar', value)
  }
  isMinimized(): boolean {
    return false
  }
  isMaximized(): boolean {
    return false
  }
  isDestroyed(): boolean {
    return false
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1300, height: 800 }
  }
}
