/** Scheme of the page in Electron. */
export const pageScheme = 'app'
const pageHost = 'bundle'

/** Address of the page in Electron. */
export const pageUrl = `${pageScheme}://${pageHost}/`

/**
 * Whether an address belongs to the page. Scheme and host are compared, never a prefix of the text: `app://bundle.evil/`
 * begins with `app://bundle` as well.
 */
export function isPageUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, username, password } = new URL(address)
  return protocol === `${pageScheme}:` && host === pageHost && username === '' && password === ''
}
