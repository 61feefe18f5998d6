import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import type { LoginItemPort } from '../../ports/host.ts'

/** The switch of a start at sign-in: the window stays closed. */
export const backgroundSwitch = '--background'

/** The items that the desktop starts at sign-in: of Windows and macOS, or a file of the XDG Autostart specification. */
export function createLoginItem(platform: NodeJS.Platform): LoginItemPort {
  return {
    set(enabled) {
      // An unpackaged build would register the program of Electron itself.
      if (!app.isPackaged) return
      if (platform === 'linux') setAutostart(enabled)
      else app.setLoginItemSettings({ openAtLogin: enabled, args: [backgroundSwitch] })
    },
    startedBy: (argv) =>
      argv.includes(backgroundSwitch) || (platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin)
  }
}

function setAutostart(enabled: boolean): void {
  const path = join(app.getPath('appData'), 'autostart', 'populus.desktop')
  if (!enabled) {
    rmSync(path, { force: true })
    return
  }
  mkdirSync(dirname(path), { recursive: true })
  const command = `"${process.execPath.replace(/["`$\\]/g, '\\$&')}" ${backgroundSwitch}`
  writeFileSync(path, `[Desktop Entry]\nType=Application\nName=Populus\nExec=${command}\nTerminal=false\n`)
}
