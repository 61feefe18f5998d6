/** Limits of one wait before a request is sent again, in milliseconds. */
export interface DelayPolicy {
  /** The shortest wait, whatever the server asks for. */
  readonly floorMs: number
  /** The first wait where the server asks for none; the following ones double. */
  readonly firstMs: number
  /** The longest wait, whatever the server asks for. */
  readonly capMs: number
}

/** Waits of every export unless something else is given: from a second to the cap of the vendor's profile. */
export function defaultDelays(capSeconds: number): DelayPolicy {
  return { floorMs: 1000, firstMs: 1000, capMs: capSeconds * 1000 }
}

/**
 * Reads Retry-After (RFC 9110 section 10.2.3): seconds or an HTTP date.
 * @returns milliseconds from now, or `undefined` when it is missing, in the past, or neither
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  const trimmed = value.trim()
  if (/^\d+$/.test(trimmed)) return Number(trimmed) * 1000
  // Date.parse takes much that is no date; an HTTP date has letters and a time.
  const date = /[A-Za-z]{3}.*\d:\d\d/.test(trimmed) ? Date.parse(trimmed) : Number.NaN
  return Number.isNaN(date) || date < now ? undefined : date - now
}

/**
 * The wait before the next request: what the server asks for, within floor and cap, else a wait with jitter that doubles each time.
 * @param asked milliseconds that the server asks to wait; `undefined` where it asks for none
 * @param attempt requests of the same kind that were sent before: status requests while the server works, or tries that failed; from 0
 * @param unit a random number from 0 to 1
 */
export function nextDelay(asked: number | undefined, attempt: number, policy: DelayPolicy, unit: number): number {
  const { floorMs, firstMs, capMs } = policy
  if (asked !== undefined) return Math.min(Math.max(asked, floorMs), capMs)
  const maxMs = Math.min(firstMs * 2 ** Math.min(attempt, 30), capMs)
  // Half of it for sure and half by chance, so that many clients do not come back together.
  return Math.max(Math.min(floorMs, capMs), maxMs / 2 + (maxMs / 2) * unit)
}
