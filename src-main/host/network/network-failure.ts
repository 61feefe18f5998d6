import { hostNetworkMessages as m } from '#messages/host/network.ts'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'

/** Whose the failure is, as far as it is known. */
export interface FailurePlace {
  /** Address that was asked. */
  readonly url: URL
  /** Host and port of the proxy that stands between, when one does. */
  readonly proxy?: string | undefined
  /** Who issued the certificate that the server showed. */
  readonly issuer?: string | undefined
}

/** Reasons of a TLS library, by its own codes: OpenSSL in Node, Chromium in Electron. */
const certificateReasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: m.itHasExpired,
  ERR_CERT_DATE_INVALID: m.itHasExpiredOrIsNot,
  CERT_NOT_YET_VALID: m.itIsNotValidYetCheck,
  DEPTH_ZERO_SELF_SIGNED_CERT: m.itIsSelfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: m.itsIssuerIsNotAmongThe,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: m.itsIssuerIsNotKnownOr,
  UNABLE_TO_GET_ISSUER_CERT: m.itsIssuerIsNotKnown,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: m.itsIssuerIsNotKnown,
  ERR_CERT_AUTHORITY_INVALID: m.itsIssuerIsNotAmongThe,
  ERR_TLS_CERT_ALTNAME_INVALID: m.itWasIssuedForAnotherHost,
  HOSTNAME_MISMATCH: m.itWasIssuedForAnotherHost,
  ERR_CERT_COMMON_NAME_INVALID: m.itWasIssuedForAnotherHost,
  CERT_REVOKED: m.itWasRevoked,
  ERR_CERT_REVOKED: m.itWasRevoked,
  ERR_CERT_WEAK_SIGNATURE_ALGORITHM: m.itsSignatureIsTooWeak,
  ERR_CERT_INVALID: m.itIsNotValid
}

const wrongProtocol: ReadonlySet<string> = new Set([
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_PROTOCOL_ERROR',
  'ERR_SSL_HTTP_REQUEST'
])

/** Network failures by the code of the system or of Chromium, in words that follow the host. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: m.refusesConnections,
  ERR_CONNECTION_REFUSED: m.refusesConnections,
  ENOTFOUND: m.hasNoAddressDNSDoesNot,
  ERR_NAME_NOT_RESOLVED: m.hasNoAddressDNSDoesNot,
  EAI_AGAIN: m.hasNoAddressTheDNSServer,
  ETIMEDOUT: m.didNotAnswerInTime,
  ERR_TIMED_OUT: m.didNotAnswerInTime,
  ERR_CONNECTION_TIMED_OUT: m.didNotAnswerInTime,
  EHOSTUNREACH: m.cannotBeReachedFromThisNetwork,
  ENETUNREACH: m.cannotBeReachedFromThisNetwork,
  ERR_ADDRESS_UNREACHABLE: m.cannotBeReachedFromThisNetwork,
  ERR_INTERNET_DISCONNECTED: m.cannotBeReachedThisComputerIs,
  ERR_NETWORK_CHANGED: m.wasCutOffBecauseTheNetwork,
  ECONNRESET: m.closedTheConnection,
  EPIPE: m.closedTheConnection,
  ERR_CONNECTION_RESET: m.closedTheConnection,
  ERR_CONNECTION_CLOSED: m.closedTheConnection,
  ERR_EMPTY_RESPONSE: m.closedTheConnectionWithoutAnAnswer,
  ERR_SSL_VERSION_OR_CIPHER_MISMATCH: m.doesNotOfferTLS12,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: m.doesNotOfferTLS12,
  ERR_SSL_UNSUPPORTED_PROTOCOL: m.doesNotOfferTLS12,
  ERR_SSL_CLIENT_AUTH_CERT_NEEDED: m.asksForAClientCertificate,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: m.asksForAClientCertificate,
  ERR_INVALID_HTTP_RESPONSE: m.doesNotSpeakHTTP
}

const proxyReasons: Readonly<Record<string, string>> = {
  ERR_PROXY_CONNECTION_FAILED: m.cannotBeReached,
  ERR_PROXY_AUTH_UNSUPPORTED: m.asksForASignInThat,
  ERR_PROXY_AUTH_REQUESTED: m.asksForAUserNameAnd,
  ERR_TUNNEL_CONNECTION_FAILED: m.refusedTheConnection,
  ERR_PROXY_CERTIFICATE_INVALID: m.showsACertificateThatIsNot,
  ERR_PROXY_TUNNEL: m.refusedTheConnection
}

/** Whether a code says that the certificate of a server was refused. */
export function isCertificateProblem(code: string | undefined): boolean {
  return code !== undefined && Object.hasOwn(certificateReasons, code)
}

/**
 * A failed exchange as an error that names the host and the cause. The code of the system goes to the log with `cause`.
 * @param code of the system, of Node's TLS, or of Chromium without its `net::`
 */
export function networkFailure(cause: unknown, code: string | undefined, place: FailurePlace): AppError {
  const what = sentence(code ?? errorCode(cause), cause, place)
  return new AppError('network', m.checkTheAddressAndTheNetwork(what), {
    retryable: true,
    cause
  })
}

function sentence(code: string | undefined, cause: unknown, { url, proxy, issuer }: FailurePlace): string {
  const known = code === undefined ? '' : ` (${code})`
  const { host } = url
  if (code === undefined) return m.theConnectionToFailedOrWas(host)
  const ofProxy = proxyReason(code, cause, proxy)
  if (ofProxy !== undefined) return m.theProxy(proxy ?? m.ofThisComputer, ofProxy, known)
  const certificate = certificateReasons[code]
  if (certificate !== undefined) {
    const by = issuer === undefined || issuer === '' ? '' : m.issuedBy(issuer)
    return m.theCertificateOfIsNotTrusted(host, by, certificate, known)
  }
  if (wrongProtocol.has(code)) return m.doesNotSpeakTLSAtThis(host, known)
  if (code.startsWith('HPE_'))
    return url.protocol === 'http:' ? m.doesNotSpeakPlainHTTPAt(host, known) : m.doesNotSpeakHTTPAtThis(host, known)
  return `${host} ${reasons[code] ?? m.failedToAnswerOrTheConnection}${known}.`
}

/** What the proxy did; `undefined` where the failure is not the proxy's. */
function proxyReason(code: string, cause: unknown, proxy: string | undefined): string | undefined {
  const reason = proxyReasons[code]
  if (reason !== undefined) {
    const message = cause instanceof Error ? cause.message : ''
    return /\b407\b/.test(message) ? m.asksForAUserNameAndA : reason
  }
  // Where a proxy stands between, only the proxy itself can refuse or be without an address.
  return proxy === undefined ? undefined : reasons[code]
}
