import { authMessages as m } from '#messages/auth.ts'
import { AppError } from '#shared/app-error.ts'

/** Whether an address names this computer (RFC 8252 section 7.3). */
function isLoopback({ hostname }: URL): boolean {
  return hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost'
}

/** Whether an address names something that only this computer, or its local link, can reach (RFC 3927, RFC 4291 2.5.6). */
export function isLocalOnly(url: URL): boolean {
  const { hostname } = url
  return (
    isLoopback(url) || /^127\.|^169\.254\.|^0\.0\.0\.0$|\.localhost$|^\[(?:fe[89ab]|::ffff:7f|::\])/i.test(hostname)
  )
}

/**
 * Checks an address that a token or health data go to: TLS, except on this computer when that was allowed.
 * SMART Backend Services, "Security and privacy considerations".
 * @throws AppError `invalid-input`, `not-allowed`
 */
export function checkServerAddress(text: string, allowHttpLoopback: boolean): URL {
  let url: URL
  try {
    url = new URL(text)
  } catch (cause) {
    throw new AppError('invalid-input', m.theAddressOfTheServerIs, {
      cause
    })
  }
  if (url.username !== '' || url.password !== '') throw new AppError('invalid-input', m.theAddressHoldsAUserName)
  if (url.protocol === 'https:') return url
  if (url.protocol === 'http:' && isLoopback(url) && allowHttpLoopback) return url
  throw new AppError('not-allowed', m.onlyHttpsAddressesAreUsedSo)
}

/** The FHIR base as an address that other paths can be appended to: no slash at the end, no query. */
export function baseAddress(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
