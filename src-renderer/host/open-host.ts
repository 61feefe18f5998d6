import type { Transport } from '#shared/contract/contract.ts'
import { connect } from './client.ts'
import { lastingLink, type HostLink } from './host-link.ts'
import { httpBridge } from './http-transport.ts'
import { ipcBridge } from './ipc-transport.ts'
import { enterSession, forgetSession, launchToken, redeem, welcomeNeighbors } from './page-session.ts'

/** The host of this page. */
export interface OpenedHost {
  readonly transport: Transport
  readonly link: HostLink
}

/**
 * Connects the page to its host: Electron's preload bridge where there is one, else the loopback host.
 * @returns `undefined` when the loopback host has no way in for this window
 */
export async function openHost(scope: Window & typeof globalThis = window): Promise<OpenedHost | undefined> {
  const ipc = ipcBridge()
  if (ipc !== undefined) return { transport: connect(ipc), link: lastingLink }
  const secret = await enterSession(scope)
  if (secret === undefined) return undefined
  const bridge = httpBridge(secret, scope)
  const transport = connect(bridge)
  // An address that is pasted into this very window lets it in again, with everything that it has in memory.
  scope.addEventListener('hashchange', ({ newURL }) => {
    const token = launchToken(new URL(newURL).hash)
    if (token === undefined) return
    void redeem(scope, token).then((next) => next !== undefined && bridge.enter(next))
  })
  welcomeNeighbors(scope, async () => (await transport.call('page.address', undefined)).url)
  // What the session storage holds may be from an earlier start on the same port.
  bridge.watch((state) => state === 'strange' && forgetSession(scope))
  return { transport, link: bridge }
}
