import { posix, win32 } from 'node:path'

/** What decides where application data live. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly home: string
  /** Whether there is a file or folder of this path. */
  readonly exists: (path: string) => boolean
}

/**
 * The folder for application data by the custom of the platform: XDG Base Directory on Linux, Application Support on
 * macOS, local AppData on Windows, which is not copied between the computers of a user. The environment variable
 * POPULUS_DATA overrides it.
 *
 * Earlier versions stored data in roaming AppData on Windows. Such a folder stays in use where it is: gigabytes of
 * snapshots are not moved behind anybody's back, and a move could be interrupted.
 */
export function dataFolder({ platform, env, home, exists }: Machine): string {
  const path = platform === 'win32' ? win32 : posix
  const own = env['POPULUS_DATA']
  if (own) return path.resolve(own)
  if (platform === 'win32') return windowsFolder(env, home, exists)
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Populus')
  // The specification says that a relative path in the variable is to be ignored.
  const xdg = env['XDG_DATA_HOME']
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share'), 'populus')
}

function windowsFolder(env: Machine['env'], home: string, exists: Machine['exists']): string {
  const local = win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'Populus')
  const roaming = win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), 'Populus')
  // The programs of Electron make a folder of their own there, so only what Populus writes tells that it is in use.
  const inUse = (folder: string): boolean =>
    exists(win32.join(folder, 'snapshots')) || exists(win32.join(folder, 'connections'))
  return inUse(roaming) && !inUse(local) ? roaming : local
}
