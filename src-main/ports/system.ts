import { randomBytes } from 'node:crypto'
import type { ClockPort, Elapsed, RandomPort } from './host.ts'

/** The clock of this machine. */
export const systemClock: ClockPort = { now: () => Date.now() }

/** Time that nobody can set. */
export const systemElapsed: Elapsed = () => performance.now()

/**
 * The operating system's source of randomness. No token begins with a dash, because many are ids that people give to commands,
 * where they would look like options; that costs a token less than 0.03 of its bits.
 */
export const systemRandom: RandomPort = {
  token(bytes) {
    const token = randomBytes(bytes).toString('base64url')
    return token.startsWith('-') ? systemRandom.token(bytes) : token
  }
}
