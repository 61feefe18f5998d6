import { errorFacts } from '../log/error-facts.ts'
import type { AuditPort, LogPort } from '../ports/host.ts'
import type { ConnectionService } from '../services/connections/connection-service.ts'

/** Withdraws retired keys whose overlap is over. */
export interface KeyWithdrawal {
  /** Does so now, with a record of each; a failure is logged. */
  withdraw(): Promise<void>
  stop(): void
}

/** How often it is looked whether the overlap of a retired key is over. */
const withdrawMs = 10 * 60_000

/** Withdraws the keys that are due, now and then. */
export function createKeyWithdrawal(
  connections: Pick<ConnectionService, 'withdrawDueKeys'>,
  audit: Pick<AuditPort, 'record'>,
  log: LogPort
): KeyWithdrawal {
  async function withdraw(): Promise<void> {
    try {
      for (const connection of await connections.withdrawDueKeys())
        await audit.record({ action: 'connection.key-withdrawn', outcome: 'success', facts: { connection } })
    } catch (error) {
      log.write('error', 'connection.keys-not-withdrawn', errorFacts(error))
    }
  }
  const timer = setInterval(() => void withdraw(), withdrawMs)
  timer.unref()
  return { withdraw, stop: () => clearInterval(timer) }
}
