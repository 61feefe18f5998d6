import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#shared/app-error.ts'
import type { ClockPort } from '../../ports/host.ts'

/** A computer that slept is asked for the time at least so often. */
const maxStepMs = 5000

/**
 * Waits until a time by the wall clock, so that a computer that slept meanwhile goes on at once.
 * @param triggered ends the wait without an error
 * @throws AppError `cancelled`
 */
export async function waitUntil(
  dueMs: number,
  clock: ClockPort,
  signal: AbortSignal,
  triggered?: AbortSignal
): Promise<void> {
  const either = triggered === undefined ? signal : AbortSignal.any([signal, triggered])
  for (let left = dueMs - clock.now(); left > 0; left = dueMs - clock.now()) {
    if (signal.aborted) throw stopped()
    if (triggered?.aborted === true) return
    // Both signals are tested above.
    await delay(Math.min(left, maxStepMs), undefined, { signal: either }).catch(() => undefined)
  }
  if (signal.aborted) throw stopped()
}

/** The export was stopped by its user; it can go on later. */
function stopped(): AppError {
  return new AppError('cancelled', m.theExportWasStoppedItGoes)
}
