import type { App, Event } from 'electron'
import type { LogPort } from '../../ports/host.ts'

/** Milliseconds after which the program ends although its services have not. */
const GRACE_MS = 10_000

/**
 * Ends the services before the program: what is being written is finished or removed, and locks of folders are given back. Electron would not
 * wait for them. When the session of the user ends, the system may end the program sooner; then the next start cleans up, as after a crash.
 * @param close ends the services; the program quits also where it fails, which whoever gives it has to say
 */
export function closeBeforeQuit(app: Pick<App, 'on' | 'quit'>, close: () => Promise<void>, log: LogPort): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('will-quit', (event: Pick<Event, 'preventDefault'>) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    const quit = (): void => {
      if (state === 'closed') return
      state = 'closed'
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
}
