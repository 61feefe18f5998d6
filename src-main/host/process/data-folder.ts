import { hostProcessMessages as m } from '#messages/host/process.ts'
import { posix, win32 } from 'node:path'
import { AppError } from '#shared/app-error.ts'

/** What decides where application data live. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly home: string
  /** Whether there is a file or folder of this path. */
  readonly exists: (path: string) => boolean
  /** What the organization's policy DataFolder says. */
  readonly managed?: string | undefined
}

/**
 * The folder for application data by the custom of the platform: XDG Base Directory on Linux, Application Support on
 * macOS, local AppData on Windows, which is not copied between the computers of a user. The environment variable
 * POPULUS_DATA overrides it, and the policy DataFolder both.
 *
 * Earlier versions stored data in roaming AppData on Windows. Such a folder stays in use where it is: gigabytes of
 * snapshots are not moved behind anybody's back, and a move could be interrupted.
 * @throws AppError `invalid-input` when the policy names no absolute path
 */
export function dataFolder({ platform, env, home, exists, managed }: Machine): string {
  const path = platform === 'win32' ? win32 : posix
  if (managed !== undefined) return managedFolder(managed, path, env, home)
  const configuredFolder = env['POPULUS_DATA']
  if (configuredFolder) return path.resolve(configuredFolder)
  if (platform === 'win32') return windowsFolder(env, home, exists)
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Populus')
  // The specification says that a relative path in the variable is to be ignored.
  const xdg = env['XDG_DATA_HOME']
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share'), 'populus')
}

/** Variables that the policy may use: they tell accounts apart, and users cannot point them at anything else in a policy. */
const folderVariables: ReadonlySet<string> = new Set([
  'APPDATA',
  'HOME',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'USER',
  'USERNAME',
  'USERPROFILE'
])

function managedFolder(managed: string, path: typeof posix, env: Machine['env'], home: string): string {
  const expanded = managed
    .replace(/^~(?=$|[\\/])/, () => home)
    .replace(/\$\{(\w+)\}/g, (text, name: string) => (folderVariables.has(name) ? env[name] : undefined) ?? text)
  if (path.isAbsolute(expanded) && !expanded.includes('${')) return path.normalize(expanded)
  throw new AppError('invalid-input', m.yourOrganizationsPolicyDataFolderNamesNo)
}

function windowsFolder(env: Machine['env'], home: string, exists: Machine['exists']): string {
  const local = win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'Populus')
  const roaming = win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), 'Populus')
  // The programs of Electron make a folder of their own there, so only what Populus writes tells that it is in use.
  const inUse = (folder: string): boolean =>
    exists(win32.join(folder, 'snapshots')) || exists(win32.join(folder, 'connections'))
  return inUse(roaming) && !inUse(local) ? roaming : local
}
