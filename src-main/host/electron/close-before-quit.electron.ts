import { powerMonitor, type App, type Event } from 'electron'
import type { LogPort } from '../../ports/host.ts'

/** Milliseconds after which the program ends although its services have not. */
const GRACE_MS = 10_000

/** The end of a program. */
export interface ProgramEnd {
  /** Whether the services are being ended, or have: nothing can be shown any more. */
  hasBegun(): boolean
  /** Lets the program start again when it has ended. @param words paths and links that are to be opened then */
  startAgain(words: readonly string[]): void
}

/**
 * Ends the services before the program: what is being written is finished or removed, and locks of folders are given back. Electron would not
 * wait for them. Where the computer is shut down meanwhile, macOS and Linux are asked to wait; Windows may end the program sooner, and the next
 * start cleans up then, as after a crash.
 * @param close ends the services; the program quits also where it fails, which whoever gives it has to say
 * @param relaunch starts the program as soon as this one has quit
 */
export function closeBeforeQuit(
  app: Pick<App, 'on' | 'quit'>,
  close: () => Promise<void>,
  log: LogPort,
  relaunch: (words: readonly string[]) => void
): ProgramEnd {
  let state: 'open' | 'closing' | 'closed' = 'open'
  let again: readonly string[] | undefined
  app.on('will-quit', (event: Pick<Event, 'preventDefault'>) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    const quit = (): void => {
      if (state === 'closed') return
      state = 'closed'
      if (again !== undefined) relaunch(again)
      app.quit()
    }
    const timer = setTimeout(() => {
      log.write('warn', 'host.close-late', { ms: GRACE_MS })
      quit()
    }, GRACE_MS)
    const ended = (): void => {
      clearTimeout(timer)
      quit()
    }
    close().then(ended, ended)
  })
  // The types of Electron leave the event out that its documentation tells of.
  powerMonitor.on('shutdown', (...told: readonly unknown[]) => {
    const [event] = told as readonly Partial<Pick<Event, 'preventDefault'>>[]
    event?.preventDefault?.()
    app.quit()
  })
  return {
    hasBegun: () => state !== 'open',
    startAgain(words) {
      again = [...(again ?? []), ...words]
    }
  }
}
