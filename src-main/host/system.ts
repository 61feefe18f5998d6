import { randomBytes } from 'node:crypto'
import type { ClockPort, RandomPort } from './ports.ts'

/** The clock of this machine. */
export const systemClock: ClockPort = { now: () => Date.now() }

/** The operating system's source of randomness. */
export const systemRandom: RandomPort = { token: (bytes) => randomBytes(bytes).toString('base64url') }
