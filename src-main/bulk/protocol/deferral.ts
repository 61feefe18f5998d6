import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import type { HttpReply } from '../../auth/read-json.ts'
import { quotedServerText } from '../../auth/server-text.ts'
import { saysLater, type LaterStatus } from '../../auth/passing-status.ts'
import type { ClockPort } from '../../ports/host.ts'
import type { Deferral } from './outage-gate.ts'
import { parseRetryAfter } from './retry-delay.ts'
import { serverRefusal, type ServerMessage } from './server-message.ts'

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

/** Why a request is sent again later: what its status says, and the words of the server as its own. */
export function waitReason(reply: HttpReply, message: ServerMessage, clock: ClockPort): string {
  const later = deferralOf(reply, clock)?.reason
  if (later === undefined) return serverRefusal(m.theServerCouldNotBeginTheExport, message)
  return message.outcome ? `${later} ${quotedServerText(message.text)}` : later
}
