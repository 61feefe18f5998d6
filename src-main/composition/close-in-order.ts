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

/** Does one thing after another, each also where one before it failed. @throws what the first of those that failed did */
export async function attemptInOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps)
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  if (failures.length > 0) throw failures[0]
}
