import type { ClockPort } from '../../ports/host.ts'
import type { Deferral } from './outage-gate.ts'
import { parseRetryAfter } from './retry-delay.ts'

const reasons: Readonly<Record<number, string>> = {
  429: 'The server asks for fewer requests (HTTP 429).',
  502: 'A gateway answers in place of the server (HTTP 502).',
  503: 'The server is not available at the moment (HTTP 503).',
  504: 'A gateway waited for the server in vain (HTTP 504).'
}

/** Tells answers that say "later" from all others (RFC 6585 section 4, RFC 9110 section 15.6). */
export function deferralOf(
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  clock: ClockPort
): Deferral | undefined {
  const reason = reasons[status]
  if (reason === undefined) return undefined
  return { reason, askedMs: parseRetryAfter(headers['retry-after'], clock.now()) }
}
