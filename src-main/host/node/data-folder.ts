import { posix, win32 } from 'node:path'

/** What decides where application data live. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly home: string
}

/**
 * The folder for application data by the custom of the platform: XDG Base Directory on Linux, Application Support on
 * macOS, roaming AppData on Windows. The environment variable POPULUS_DATA overrides it.
 */
export function dataFolder({ platform, env, home }: Machine): string {
  const path = platform === 'win32' ? win32 : posix
  const own = env['POPULUS_DATA']
  if (own) return path.resolve(own)
  if (platform === 'win32') return path.join(env['APPDATA'] || path.join(home, 'AppData', 'Roaming'), 'Populus')
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Populus')
  // The specification says that a relative path in the variable is to be ignored.
  const xdg = env['XDG_DATA_HOME']
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share'), 'populus')
}
