import { app } from 'electron'
import { linkScheme } from '#shared/contract/deep-link.ts'

/**
 * Makes the program the one that opens links of its scheme for this user, or no longer. The packages of macOS and Linux say
 * so themselves; on Windows the program does.
 */
export function registerLinks(allowed: boolean): void {
  if (allowed) app.setAsDefaultProtocolClient(linkScheme)
  else app.removeAsDefaultProtocolClient(linkScheme)
}
