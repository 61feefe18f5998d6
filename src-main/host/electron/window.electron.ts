import { hostElectronMessages as m } from '#messages/host/electron.ts'
import { BrowserWindow, screen, type Session } from 'electron'
import { askBeforeLeaving } from './leave-question.electron.ts'
import { pageUrl } from './page-origin.ts'
import { restoreWindow, smallestWindow, type WindowStatePort } from './window-state.ts'

/** Dependencies of {@link openWindow}. */
export interface WindowOptions {
  readonly session: Session
  /** Absolute path of the built preload script. */
  readonly preload: string
  /** Absolute path of the program's icon. */
  readonly icon: string
  readonly state: WindowStatePort
  /** Developer tools; off in a packaged program. */
  readonly devTools: boolean
  readonly dark: boolean
  /** Whether screenshots, recordings and shared screens leave the window out, as far as the system can. */
  readonly protectsContent: boolean
  /** Whether closing shall only hide the window. */
  readonly hidesOnClose: () => boolean
  /** Called where the user stays for work that would be lost; the program does not quit then. */
  readonly onStay: () => void
  /** Called before the page is loaded. */
  readonly onCreated: (window: BrowserWindow) => void
}

/** Opens the program's window with everything switched off that a page from the outside could use. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const { maximized, ...bounds } = restoreWindow(
    options.state.read(),
    [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea)
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: m.populus,
    icon: options.icon,
    // The page's own ground, so that the window does not flash before the first frame.
    backgroundColor: options.dark ? '#0e1110' : '#f3f4f1',
    webPreferences: {
      preload: options.preload,
      session: options.session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: options.devTools
    }
  })
  if (options.protectsContent) window.setContentProtection(true)
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  // Titles never name what is loaded.
  window.on('page-title-updated', (event) => event.preventDefault())
  window.on('close', (event) => {
    options.state.write({ ...window.getNormalBounds(), maximized: window.isMaximized() })
    if (!options.hidesOnClose()) return
    event.preventDefault()
    window.hide()
  })
  askBeforeLeaving(window, options.onStay)
  options.onCreated(window)
  void window.loadURL(pageUrl)
  return window
}
