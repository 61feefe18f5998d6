import { EventEmitter } from 'node:events'
import { fakeApp } from './fake-app.ts'
import { FakeSession } from './fake-session.ts'
import { FakeWindow, type FakeContents } from './fake-window.ts'

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

const notifications: FakeNotification[] = []
const power = Object.assign(new EventEmitter(), { onBatteryPower: false })
const network = { online: true }
const opened: string[] = []
/** The buttons that are pressed in message boxes, at once or later. */
const messageAnswers: (number | Promise<number>)[] = []
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
/** Touch ID: whether there is a sensor, and whether the owner confirms. */
const touchId = { available: true, confirms: true, reasons: [] as string[] }
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
  /** Addresses that were opened in the browser of the user. */
  opened,
  ipcRenderer,
  nativeTheme,
  safeStorage,
  touchId,
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
    Object.assign(power.removeAllListeners(), { onBatteryPower: false })
    network.online = true
    sessions.clear()
    ipcHandlers.clear()
    exposed.clear()
    dialogs.length = 0
    messageAnswers.length = 0
    opened.length = 0
    Object.assign(touchId, { available: true, confirms: true, reasons: [] })
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
  shell: { openExternal: async (address: string): Promise<void> => void opened.push(address) },
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
  systemPreferences: {
    canPromptTouchID: (): boolean => touchId.available,
    async promptTouchID(reason: string): Promise<void> {
      touchId.reasons.push(reason)
      if (!touchId.confirms) throw new Error('UserCancel')
    }
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
      return { response: (await messageAnswers.shift()) ?? 0 }
    },
    showMessageBoxSync(_window: unknown, options: unknown): number {
      dialogs.push({ window: _window, options })
      const answer = messageAnswers.shift()
      return typeof answer === 'number' ? answer : 0
    }
  },
  screen: {
    getPrimaryDisplay: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }),
    getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }]
  }
}
