import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { AppError } from '#shared/app-error.ts'
import type { ClockPort } from '../../ports/host.ts'

const windowMs = 5 * 60_000
const maxInWindow = 20

/**
 * Bounds how often the page may have unknown addresses asked. People look at a few servers; a page that was taken over
 * would ask thousands, to carry data out in their addresses.
 * @returns called before each request. @throws AppError `not-allowed` when it is one too many
 */
export function createRequestRate(clock: ClockPort): () => void {
  let times: number[] = []
  return () => {
    const now = clock.now()
    // A clock that was set back must not close the door until it has caught up.
    times = times.filter((time) => time <= now && now - time < windowMs)
    if (times.length >= maxInWindow)
      throw new AppError('not-allowed', m.tooManyServersWereLookedAt, { retryable: true })
    times.push(now)
  }
}
