import { hostElectronMessages as m } from '#messages/host/electron.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { join } from 'node:path'
import { Menu, Tray } from 'electron'
import { trayText, type TrayStatus } from '../process/tray-status.ts'
import type { ProgressPort } from '../../ports/host.ts'

/** Dependencies of {@link createTray}. */
export interface TrayDependencies {
  /** Absolute path of the folder with the icons. */
  readonly icons: string
  readonly platform: NodeJS.Platform
  readonly show: () => void
  readonly quit: () => void
}

/** The icon in the notification area, as the host tells it. */
export interface PopulusTray extends ProgressPort {
  /** What goes on with exports. */
  status(status: TrayStatus): void
}

/** The icon in the notification area: what is going on, show, quit. It never names what is loaded. */
export function createTray({ icons, platform, show, quit }: TrayDependencies): PopulusTray {
  const tray = new Tray(join(icons, platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'))
  let shown: string | undefined
  let loading: number | undefined
  let exports: TrayStatus = { running: 0, failed: 0, next: undefined }
  const timeOf = (time: number): string =>
    new Date(time).toLocaleString(activeLocale, { weekday: 'short', hour: '2-digit', minute: '2-digit' })
  const update = (): void =>
    say(loading === undefined ? trayText(exports, timeOf) : `loading, ${Math.floor(loading * 100)}%`)

  function say(status: string): void {
    if (status === shown) return
    shown = status
    tray.setToolTip(`Populus: ${status}`)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { id: 'status', label: status, enabled: false },
        { type: 'separator' },
        { id: 'show', label: m.showPopulus, click: show },
        { id: 'quit', label: m.quitPopulus, click: quit }
      ])
    )
  }

  tray.on('click', show)
  update()
  return {
    show(fraction) {
      loading = fraction
      update()
    },
    status(status) {
      exports = status
      update()
    }
  }
}
