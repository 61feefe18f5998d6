import { randomBytes } from 'node:crypto'
import type { ClockPort, Elapsed, RandomPort } from './host.ts'

/** The clock of this machine. */
export const systemClock: ClockPort = { now: () => Date.now() }

/** Time that nobody can set. */
export const systemElapsed: Elapsed = () => performance.now()

/** The operating system's source of randomness. */
export const systemRandom: RandomPort = { token: (bytes) => randomBytes(bytes).toString('base64url') }
