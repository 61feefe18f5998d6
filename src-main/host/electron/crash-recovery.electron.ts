import { dialog, type BrowserWindow } from 'electron'
import type { ClockPort, LogPort } from '../../ports/host.ts'

const windowMs = 60_000
/** After so many failures within a minute another reload would only fail again. */
const maxReloads = 3

/** What {@link recoverFromCrashes} needs besides the window. */
export interface CrashDependencies {
  readonly clock: ClockPort
  readonly log: LogPort
  readonly quit: () => void
}

/** Offers to reload a page whose process ended or hangs. Files and settings live elsewhere and are not touched by it. */
export function recoverFromCrashes(window: BrowserWindow, { clock, log, quit }: CrashDependencies): void {
  const crashes: number[] = []

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log.write('error', 'window.process-gone', { reason, exitCode })
    const now = clock.now()
    crashes.push(now)
    const often = crashes.filter((time) => now - time < windowMs).length >= maxReloads
    void ask(window, {
      message: reason === 'oom' ? 'The page ran out of memory.' : 'The page stopped working.',
      detail: often
        ? 'It happened several times in a row. Your files and settings are unchanged. Start Populus again and load less at once.'
        : 'Your files and settings are unchanged. What was loaded has to be loaded again.',
      buttons: often ? ['Quit'] : ['Reload', 'Quit']
    }).then((choice) => {
      if (choice === 'Reload') window.webContents.reload()
      else quit()
    })
  })

  window.on('unresponsive', () => {
    log.write('warn', 'window.unresponsive')
    void ask(window, {
      message: 'The page does not answer.',
      detail: 'Wait if it is working on a lot of data. Reload if not; what was loaded then has to be loaded again.',
      buttons: ['Wait', 'Reload']
    }).then((choice) => {
      if (choice === 'Reload') window.webContents.forcefullyCrashRenderer()
    })
  })
}

async function ask(
  window: BrowserWindow,
  { message, detail, buttons }: { readonly message: string; readonly detail: string; readonly buttons: string[] }
): Promise<string | undefined> {
  if (window.isDestroyed()) return undefined
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Populus',
    message,
    detail,
    buttons
  })
  return buttons[response]
}
