import { hostElectronMessages as m } from '#messages/host/electron.ts'
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
  /** Closes the question about a page that does not answer. */
  let question: AbortController | undefined

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    question?.abort()
    if (reason === 'clean-exit') return
    log.write('error', 'window.process-gone', { reason, exitCode })
    const now = clock.now()
    crashes.push(now)
    const often = crashes.filter((time) => now - time < windowMs).length >= maxReloads
    void ask(window, {
      message: reason === 'oom' ? m.thePageRanOutOfMemory : m.thePageStoppedWorking,
      detail: often ? m.itHappenedSeveralTimesInA : m.yourFilesAndSettingsAreUnchanged,
      buttons: often ? [m.quit] : [m.reload, m.quit]
    }).then((choice) => {
      if (choice === m.reload) window.webContents.reload()
      else quit()
    })
  })

  window.on('unresponsive', () => {
    // It is told again and again while the page hangs.
    if (question !== undefined) return
    log.write('warn', 'window.unresponsive')
    const asked = new AbortController()
    question = asked
    void ask(
      window,
      { message: m.thePageDoesNotAnswer, detail: m.waitIfItIsWorkingOn, buttons: [m.wait, m.reload] },
      asked.signal
    )
      .then((choice) => {
        if (choice === m.reload) window.webContents.forcefullyCrashRenderer()
      })
      .finally(() => (question = undefined))
  })
  window.on('responsive', () => question?.abort())
}

/** @param closing closes the question, which then has no answer */
async function ask(
  window: BrowserWindow,
  { message, detail, buttons }: { readonly message: string; readonly detail: string; readonly buttons: string[] },
  closing?: AbortSignal
): Promise<string | undefined> {
  if (window.isDestroyed()) return undefined
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: m.populus,
    message,
    detail,
    buttons,
    ...(closing === undefined ? {} : { signal: closing })
  })
  return closing?.aborted === true ? undefined : buttons[response]
}
