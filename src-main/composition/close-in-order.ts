import { errorFacts } from '../log/error-facts.ts'
import type { LogPort } from '../ports/host.ts'

/** Ends one thing after another. One that cannot be ended is in the log, and those after it are ended all the same. Never rejects. */
export async function closeInOrder(log: LogPort, steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps)
    try {
      await step()
    } catch (error) {
      log.write('error', 'host.close-failed', errorFacts(error))
    }
}
