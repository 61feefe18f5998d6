import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import { saysLater, type LaterStatus } from '../../auth/passing-status.ts'
import type { ClockPort } from '../../ports/host.ts'
import type { Deferral } from './outage-gate.ts'
import { parseRetryAfter } from './retry-delay.ts'

const reasons: Readonly<Record<LaterStatus, string>> = {
  429: m.theServerAsksForFewerRequests,
  502: m.aGatewayAnswersInPlaceOf,
  503: m.theServerIsNotAvailableAt,
  504: m.aGatewayWaitedForTheServer
}

/** Tells answers that say "later" from all others. */
export function deferralOf(
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  clock: ClockPort
): Deferral | undefined {
  if (!saysLater(status)) return undefined
  return { reason: reasons[status], askedMs: parseRetryAfter(headers['retry-after'], clock.now()) }
}
