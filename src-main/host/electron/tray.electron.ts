import { join } from 'node:path'
import { Menu, Tray } from 'electron'
import type { ProgressPort } from '../ports.ts'

/** What {@link createTray} needs. */
export interface TrayParts {
  /** Absolute path of the folder with the icons. */
  readonly icons: string
  readonly platform: NodeJS.Platform
  readonly show: () => void
  readonly quit: () => void
}

/** The icon in the notification area: what is going on, show, quit. It never names what is loaded. */
export function createTray({ icons, platform, show, quit }: TrayParts): ProgressPort {
  const tray = new Tray(join(icons, platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'))
  let shown: string | undefined

  function say(status: string): void {
    if (status === shown) return
    shown = status
    tray.setToolTip(`Populus: ${status}`)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { id: 'status', label: status, enabled: false },
        { type: 'separator' },
        { id: 'show', label: 'Show Populus', click: show },
        { id: 'quit', label: 'Quit Populus', click: quit }
      ])
    )
  }

  tray.on('click', show)
  say('ready')
  return {
    show: (fraction) => say(fraction === undefined ? 'ready' : `loading, ${Math.floor(fraction * 100)}%`)
  }
}
