import { AppError } from '#shared/app-error.ts'

/** Whether an address names this computer (RFC 8252 section 7.3). */
function isLoopback({ hostname }: URL): boolean {
  return hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost'
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
    throw new AppError('invalid-input', 'The address of the server is not a web address. It begins with https://.', {
      cause
    })
  }
  if (url.protocol === 'https:') return url
  if (url.protocol === 'http:' && isLoopback(url) && allowHttpLoopback) return url
  throw new AppError(
    'not-allowed',
    'Only https:// addresses are asked, so that nobody on the way can read health data. Plain http:// is for a server on this computer, and has to be allowed.'
  )
}

/** The FHIR base as an address that other paths can be appended to: no slash at the end, no query. */
export function baseAddress(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
