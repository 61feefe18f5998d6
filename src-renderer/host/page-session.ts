/** The browser functions that getting in stands on; tests hand in their own. */
export interface SessionScope {
  readonly fetch: typeof fetch
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly location: { readonly hash: string }
  readonly history: Pick<History, 'replaceState'>
  readonly BroadcastChannel: typeof BroadcastChannel
}

const storageKey = 'populus-session'
const channelName = 'populus-windows'
/** Other windows of this origin answer at once; a moment more for those in the background. */
const neighborWaitMs = 1_500

/** The launch token in a hash such as `#launch=…`. */
export function launchToken(hash: string): string | undefined {
  return /^#launch=([A-Za-z0-9_-]{20,100})$/.exec(hash)?.[1]
}

/**
 * Gets the page in: by the token of its address, by the secret that it had before a reload, or by another window of this
 * browser that is in already. The secret is in the session storage of this origin, port included, where no other server on
 * this computer can read it.
 *
 * @returns the secret; `undefined` when this window has no way in
 */
export async function enterSession(scope: SessionScope): Promise<string | undefined> {
  const token = launchToken(scope.location.hash)
  if (token !== undefined) {
    // The token is of no use any more, and does not belong into the history.
    scope.history.replaceState(undefined, '', '#')
    const secret = await redeem(scope, token)
    if (secret !== undefined) return secret
  }
  const stored = scope.sessionStorage.getItem(storageKey)
  if (stored !== null && (await isKnown(scope, stored))) return stored
  forgetSession(scope)
  const lent = await askNeighbors(scope)
  return lent === undefined ? undefined : redeem(scope, lent)
}

/** Whether the host that answers now gave this secret, and not an earlier one on the same port. */
async function isKnown(scope: SessionScope, secret: string): Promise<boolean> {
  const response = await scope.fetch('/rpc', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify(['app.info'])
  })
  return response.ok
}

/** Exchanges a token for a secret and holds it for the next reload. @returns `undefined` when the token was refused */
export async function redeem(
  scope: Pick<SessionScope, 'fetch' | 'sessionStorage'>,
  token: string
): Promise<string | undefined> {
  const response = await scope.fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(token)
  })
  if (!response.ok) return undefined
  const { secret } = (await response.json()) as { readonly secret: string }
  scope.sessionStorage.setItem(storageKey, secret)
  return secret
}

/** Forgets a secret that the host does not know. */
export function forgetSession({ sessionStorage }: Pick<SessionScope, 'sessionStorage'>): void {
  sessionStorage.removeItem(storageKey)
}

/** Lets other windows of this origin in. @param address gives a fresh launch address */
export function welcomeNeighbors(
  { BroadcastChannel: Channel }: Pick<SessionScope, 'BroadcastChannel'>,
  address: () => Promise<string>
): void {
  const channel = new Channel(channelName)
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data !== 'may I come in?') return
    void address().then(
      (url) => channel.postMessage({ token: launchToken(new URL(url).hash) }),
      // The host is gone: there is nothing to let anybody into.
      () => undefined
    )
  }
}

function askNeighbors({ BroadcastChannel: Channel }: SessionScope): Promise<string | undefined> {
  const channel = new Channel(channelName)
  return new Promise<string | undefined>((resolve) => {
    const late = setTimeout(() => resolve(undefined), neighborWaitMs)
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const token: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'token') : undefined
      if (typeof token !== 'string') return
      clearTimeout(late)
      resolve(token)
    }
    channel.postMessage('may I come in?')
  }).finally(() => channel.close())
}
