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
  CERT_HAS_EXPIRED: 'it has expired',
  ERR_CERT_DATE_INVALID: 'it has expired or is not valid yet',
  CERT_NOT_YET_VALID: 'it is not valid yet; check the clock of this computer',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its issuer is not among the authorities that this computer trusts',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is not known, or the server does not send the certificates in between',
  UNABLE_TO_GET_ISSUER_CERT: 'its issuer is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is not known',
  ERR_CERT_AUTHORITY_INVALID: 'its issuer is not among the authorities that this computer trusts',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it was issued for another host name',
  HOSTNAME_MISMATCH: 'it was issued for another host name',
  ERR_CERT_COMMON_NAME_INVALID: 'it was issued for another host name',
  CERT_REVOKED: 'it was revoked',
  ERR_CERT_REVOKED: 'it was revoked',
  ERR_CERT_WEAK_SIGNATURE_ALGORITHM: 'its signature is too weak',
  ERR_CERT_INVALID: 'it is not valid'
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
  ECONNREFUSED: 'refuses connections',
  ERR_CONNECTION_REFUSED: 'refuses connections',
  ENOTFOUND: 'has no address: DNS does not know the name',
  ERR_NAME_NOT_RESOLVED: 'has no address: DNS does not know the name',
  EAI_AGAIN: 'has no address: the DNS server does not answer',
  ETIMEDOUT: 'did not answer in time',
  ERR_TIMED_OUT: 'did not answer in time',
  ERR_CONNECTION_TIMED_OUT: 'did not answer in time',
  EHOSTUNREACH: 'cannot be reached from this network',
  ENETUNREACH: 'cannot be reached from this network',
  ERR_ADDRESS_UNREACHABLE: 'cannot be reached from this network',
  ERR_INTERNET_DISCONNECTED: 'cannot be reached: this computer is offline',
  ERR_NETWORK_CHANGED: 'was cut off because the network changed',
  ECONNRESET: 'closed the connection',
  EPIPE: 'closed the connection',
  ERR_CONNECTION_RESET: 'closed the connection',
  ERR_CONNECTION_CLOSED: 'closed the connection',
  ERR_EMPTY_RESPONSE: 'closed the connection without an answer',
  ERR_SSL_VERSION_OR_CIPHER_MISMATCH: 'does not offer TLS 1.2 or later',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'does not offer TLS 1.2 or later',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'does not offer TLS 1.2 or later',
  ERR_SSL_CLIENT_AUTH_CERT_NEEDED: 'asks for a client certificate',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'asks for a client certificate',
  ERR_INVALID_HTTP_RESPONSE: 'does not speak HTTP'
}

const proxyReasons: Readonly<Record<string, string>> = {
  ERR_PROXY_CONNECTION_FAILED: 'cannot be reached',
  ERR_PROXY_AUTH_UNSUPPORTED: 'asks for a sign-in that is not supported',
  ERR_PROXY_AUTH_REQUESTED: 'asks for a user name and a password',
  ERR_TUNNEL_CONNECTION_FAILED: 'refused the connection',
  ERR_PROXY_CERTIFICATE_INVALID: 'shows a certificate that is not trusted',
  ERR_PROXY_TUNNEL: 'refused the connection'
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
  return new AppError('network', `${what} Check the address and the network, and try again.`, {
    retryable: true,
    cause
  })
}

function sentence(code: string | undefined, cause: unknown, { url, proxy, issuer }: FailurePlace): string {
  const known = code === undefined ? '' : ` (${code})`
  const { host } = url
  if (code === undefined) return `The connection to ${host} failed or was cut.`
  const ofProxy = proxyReason(code, cause, proxy)
  if (ofProxy !== undefined) return `The proxy ${proxy ?? 'of this computer'} ${ofProxy}${known}.`
  const certificate = certificateReasons[code]
  if (certificate !== undefined) {
    const by = issuer === undefined || issuer === '' ? '' : ` (issued by "${issuer}")`
    return `The certificate of ${host}${by} is not trusted: ${certificate}${known}.`
  }
  if (wrongProtocol.has(code))
    return `${host} does not speak TLS at this port${known}: the address may be meant for http, or for another port.`
  if (code.startsWith('HPE_'))
    return url.protocol === 'http:'
      ? `${host} does not speak plain HTTP at this port${known}: the address may be meant for https.`
      : `${host} does not speak HTTP at this port${known}.`
  return `${host} ${reasons[code] ?? 'failed to answer, or the connection was cut'}${known}.`
}

/** What the proxy did; `undefined` where the failure is not the proxy's. */
function proxyReason(code: string, cause: unknown, proxy: string | undefined): string | undefined {
  const own = proxyReasons[code]
  if (own !== undefined) {
    const message = cause instanceof Error ? cause.message : ''
    return /\b407\b/.test(message) ? 'asks for a user name and a password (HTTP 407)' : own
  }
  // Where a proxy stands between, only the proxy itself can refuse or be without an address.
  return proxy === undefined ? undefined : reasons[code]
}
