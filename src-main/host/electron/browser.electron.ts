import { shell } from 'electron'
import type { BrowserPort } from '../../ports/host.ts'

/**
 * The browser of the user. Pages open there and never in a window of the program, so that nobody types a password into it
 * (RFC 8252 section 8.12). Whether an address may be opened is decided before.
 * @param takesLinks whether links of the scheme of the program are taken
 */
export function systemBrowser(takesLinks: () => boolean): BrowserPort {
  return {
    get takesScheme() {
      return takesLinks()
    },
    async open(address) {
      const { protocol } = new URL(address)
      if (protocol !== 'https:' && protocol !== 'http:') return false
      try {
        await shell.openExternal(address)
        return true
      } catch {
        // Without a browser the address is shown, to be opened by hand.
        return false
      }
    }
  }
}
