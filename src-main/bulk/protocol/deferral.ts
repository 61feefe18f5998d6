import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import type { ClockPort } from '../../ports/host.ts'
import type { Deferral } from './outage-gate.ts'
import { parseRetryAfter } from './retry-delay.ts'

const reasons: Readonly<Record<number, string>> = {
  429: m.theServerAsksForFewerRequests,
  502: m.aGatewayAnswersInPlaceOf,
  503: m.theServerIsNotAvailableAt,
  504: m.aGatewayWaitedForTheServer
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
