import { session, type Session } from 'electron'
import type { ProxyChoice } from '#shared/policy/proxy-choice.ts'

/** Nobody listens there. */
const nowhere = '127.0.0.1:9'

/**
 * The session of all requests to servers, in memory: neither cookies nor cache, and nothing of the page's rules. Its proxy is
 * the one that the policies ask for. Without a network Chromium must not look for the file of a proxy by itself, and finds no
 * other computer until the program starts again.
 * @param isOffline the policy Offline is in force
 */
export async function openFhirSession(choice: ProxyChoice, isOffline: boolean): Promise<Session> {
  const opened = session.fromPartition('fhir', { cache: false })
  if (isOffline) await opened.setProxy({ mode: 'fixed_servers', proxyRules: nowhere })
  else if (choice.mode === 'pac') await opened.setProxy({ mode: 'pac_script', pacScript: choice.url })
  // This computer itself is never asked through a proxy, as Chromium has it for fixed ones.
  else if (choice.mode === 'server') await opened.setProxy({ mode: 'fixed_servers', proxyRules: choice.server })
  else await opened.setProxy({ mode: choice.mode === 'system' ? 'system' : 'direct' })
  return opened
}
