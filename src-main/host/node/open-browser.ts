import { spawn } from 'node:child_process'

/**
 * The program that opens an address in the user's browser, with its arguments. Every account of the computer can read
 * these, so the address must hold no secret.
 */
export function browserCommand(platform: NodeJS.Platform, url: string): readonly [string, readonly string[]] {
  if (platform === 'win32') return ['rundll32.exe', ['url.dll,FileProtocolHandler', url]]
  return [platform === 'darwin' ? 'open' : 'xdg-open', [url]]
}

/** Whether there is a desktop that a browser could appear on. */
export function hasDesktop(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  return platform === 'win32' || platform === 'darwin' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/** Opens an address in the default browser. @returns whether that could be started */
export function openBrowser(url: string): Promise<boolean> {
  const [command, args] = browserCommand(process.platform, url)
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => resolve(true))
    child.unref()
  })
}
