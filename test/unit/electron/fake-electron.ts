import { EventEmitter } from 'node:events'

/** Every call of a faked function: its name and arguments. */
export interface FakeCall {
  readonly name: string
  readonly args: readonly unknown[]
}

type Decide<T> = (value: T) => void

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

/** An item of a faked menu, as the template gave it. */
export interface FakeMenuItem {
  readonly id?: string
  readonly label?: string
  readonly role?: string
  readonly type?: string
  readonly accelerator?: string
  readonly enabled?: boolean
  readonly submenu?: FakeMenuItem[]
  readonly click?: () => void
}

/** A faked icon in the notification area. */
export class FakeTray extends EventEmitter {
  static all: FakeTray[] = []
  readonly icon: string
  toolTip = ''
  menu: FakeMenuItem[] = []
  constructor(icon: string) {
    super()
    this.icon = icon
    FakeTray.all.push(this)
  }
  setToolTip(text: string): void {
    this.toolTip = text
  }
  setContextMenu(menu: FakeMenuItem[]): void {
    this.menu = menu
  }
}

/** A faked request of Chromium's network; the test answers it. */
export class FakeNetRequest extends EventEmitter {
  static all: FakeNetRequest[] = []
  readonly options: Readonly<Record<string, unknown>>
  written = ''
  ended = false
  aborted = false
  constructor(options: Readonly<Record<string, unknown>>) {
    super()
    this.options = options
    FakeNetRequest.all.push(this)
  }
  write(text: string): void {
    this.written += text
  }
  end(): void {
    this.ended = true
  }
  abort(): void {
    this.aborted = true
  }
}

/** A faked notification of the desktop. */
class FakeNotification extends EventEmitter {
  static isSupported = (): boolean => true
  readonly options: { readonly title: string; readonly body: string }
  constructor(options: { readonly title: string; readonly body: string }) {
    super()
    this.options = options
  }
  show(): void {
    notifications.push(this)
  }
}

class FakeApp extends EventEmitter {
  readonly calls: FakeCall[] = []
  isPackaged = false
  gotLock = true
  userData = ''
  #ready: () => void = () => undefined
  #whenReady = new Promise<void>((resolve) => (this.#ready = resolve))
  note(name: string, ...args: unknown[]): void {
    this.calls.push({ name, args })
  }
  enableSandbox(): void {
    this.note('enableSandbox')
  }
  setPath(name: string, path: string): void {
    this.note('setPath', name, path)
    this.userData = path
  }
  getPath(): string {
    return this.userData
  }
  requestSingleInstanceLock(data: unknown): boolean {
    this.note('requestSingleInstanceLock', data)
    return this.gotLock
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
    this.#whenReady = new Promise<void>((resolve) => (this.#ready = resolve))
  }
}

const fakeApp = new FakeApp()
const notifications: FakeNotification[] = []
const power = Object.assign(new EventEmitter(), { onBatteryPower: false })
const network = { online: true }
const messageAnswers: number[] = []
const sessions = new Map<string, FakeSession>()
const ipcHandlers = new Map<string, (event: unknown, ...args: unknown[]) => Promise<unknown>>()
const exposed = new Map<string, unknown>()
const dialogs: { options: unknown; window: unknown }[] = []
let dialogAnswer: { canceled: boolean; filePaths: string[] } = { canceled: true, filePaths: [] }
let menu: FakeMenuItem[] = []
const ipcRenderer = Object.assign(new EventEmitter(), {
  invoked: [] as unknown[][],
  async invoke(...args: unknown[]): Promise<unknown> {
    ipcRenderer.invoked.push(args)
    return { ok: true, value: 1 }
  }
})
const safeStorage = { available: true, backend: 'gnome_libsecret', stale: false }
const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false }

/** What a test looks at. */
export const fake = {
  app: fakeApp,
  sessions,
  ipcHandlers,
  exposed,
  dialogs,
  messageAnswers,
  ipcRenderer,
  nativeTheme,
  safeStorage,
  notifications,
  power,
  network,
  menu: (): FakeMenuItem[] => menu,
  answerDialog(answer: typeof dialogAnswer): void {
    dialogAnswer = answer
  },
  reset(): void {
    fakeApp.reset()
    FakeWindow.all = []
    FakeTray.all = []
    FakeNetRequest.all = []
    notifications.length = 0
    Object.assign(power, { onBatteryPower: false })
    network.online = true
    sessions.clear()
    ipcHandlers.clear()
    exposed.clear()
    dialogs.length = 0
    messageAnswers.length = 0
    ipcRenderer.invoked.length = 0
    nativeTheme.themeSource = 'system'
    menu = []
  }
}

/** The module that stands in for `electron`. */
export const electronModule = {
  app: fakeApp,
  BrowserWindow: FakeWindow,
  webContents: {
    fromId: (id: number): FakeContents | undefined =>
      FakeWindow.all.find(({ webContents }) => webContents.id === id)?.webContents
  },
  Tray: FakeTray,
  Menu: {
    buildFromTemplate: (template: FakeMenuItem[]): FakeMenuItem[] => template,
    setApplicationMenu: (built: FakeMenuItem[]): void => {
      menu = built
    }
  },
  nativeTheme,
  net: {
    request: (options: Readonly<Record<string, unknown>>): FakeNetRequest => new FakeNetRequest(options),
    isOnline: (): boolean => network.online
  },
  powerMonitor: power,
  Notification: FakeNotification,
  safeStorage: {
    isAsyncEncryptionAvailable: async (): Promise<boolean> => safeStorage.available,
    getSelectedStorageBackend: (): string => safeStorage.backend,
    encryptStringAsync: async (text: string): Promise<Buffer> => Buffer.from(text).reverse(),
    decryptStringAsync: async (sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => ({
      result: Buffer.from(sealed).reverse().toString(),
      shouldReEncrypt: safeStorage.stale
    })
  },
  session: {
    fromPartition(...args: unknown[]): FakeSession {
      const name = String(args[0])
      const found = sessions.get(name) ?? new FakeSession(args)
      sessions.set(name, found)
      return found
    }
  },
  protocol: {
    registerSchemesAsPrivileged: (schemes: unknown): void => fakeApp.note('registerSchemesAsPrivileged', schemes)
  },
  ipcMain: {
    handle: (channel: string, handler: (event: unknown, ...args: unknown[]) => Promise<unknown>): void => {
      ipcHandlers.set(channel, handler)
    }
  },
  ipcRenderer,
  contextBridge: { exposeInMainWorld: (name: string, api: unknown): void => void exposed.set(name, api) },
  dialog: {
    showErrorBox: (title: string, content: string): void => void dialogs.push({ window: title, options: content }),
    async showOpenDialog(...args: unknown[]) {
      dialogs.push({ window: args.length === 2 ? args[0] : undefined, options: args.at(-1) })
      return dialogAnswer
    },
    async showMessageBox(_window: unknown, options: unknown) {
      dialogs.push({ window: _window, options })
      return { response: messageAnswers.shift() ?? 0 }
    }
  },
  screen: {
    getPrimaryDisplay: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }),
    getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }]
  }
}

/** The class that stands in for electron-store: values per file path, kept for the test. */
export const storeFiles = new Map<string, Record<string, unknown>>()
export const storeOptions: Record<string, unknown>[] = []
/** File paths whose content cannot be read. */
export const damagedStores = new Set<string>()

export class FakeStore {
  readonly #file: string
  constructor(options: { name: string; cwd: string }) {
    storeOptions.push({ ...options })
    this.#file = `${options.cwd}/${options.name}`
  }
  has(key: string): boolean {
    return Object.hasOwn(this.store, key)
  }
  get store(): Record<string, unknown> {
    if (damagedStores.delete(this.#file)) throw new SyntaxError('Unexpected token')
    return storeFiles.get(this.#file) ?? {}
  }
  set store(value: Record<string, unknown>) {
    storeFiles.set(this.#file, value)
  }
}
