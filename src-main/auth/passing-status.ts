/**
 * HTTP statuses by which a server, or a gateway before it, says "later" (RFC 6585 section 4, RFC 9110 section 15.6): the request was
 * in order and may be repeated. The only list of them.
 */
const laterStatuses = [429, 502, 503, 504] as const
/** A status that says "later". */
export type LaterStatus = (typeof laterStatuses)[number]

/** Whether a status says "later". */
export function saysLater(status: number): status is LaterStatus {
  return (laterStatuses as readonly number[]).includes(status)
}

/** Whether a refusal may be over when the request is repeated: a fault of the server, too, but for what it has not built (501). */
export function mayPass(status: number): boolean {
  return saysLater(status) || (status >= 500 && status !== 501)
}
