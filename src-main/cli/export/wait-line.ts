import { cliExportMessages as m } from '#messages/cli/export.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { ServerWait } from '../../bulk/protocol/outage-gate.ts'
import type { CommandIo } from '../terminal/command.ts'

function clock(time: number): string {
  return new Date(time).toLocaleTimeString(activeLocale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false
  })
}

/**
 * Prints each wait for a server once, also where standard error is a file: an unattended export says what it waits for.
 * @returns takes the present wait, as often as one likes
 */
export function waitPrinter(io: Pick<CommandIo, 'err' | 'terminal'>): (wait: ServerWait | undefined) => void {
  let printed: ServerWait | undefined
  return (wait) => {
    if (wait?.nextAt === printed?.nextAt) return
    const before = printed
    printed = wait
    const start = io.terminal ? '\r' : ''
    if (wait === undefined) io.err(m.startHostAnswersAgain(start, before?.host ?? m.theServer))
    else
      io.err(
        m.waitingForSinceAttemptAtUntil(
          start,
          wait.host,
          clock(wait.since),
          wait.attempts + 1,
          clock(wait.nextAt),
          new Date(wait.until).toISOString(),
          wait.reason
        )
      )
  }
}
