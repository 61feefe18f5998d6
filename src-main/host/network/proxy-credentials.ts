import { hostNetworkMessages as m } from '#messages/host/network.ts'
import { AppError } from '#shared/app-error.ts'

/** A user name and a password. */
export interface ProxyCredentials {
  readonly username: string
  readonly password: string
}

/**
 * The credentials that HTTPS_PROXY or HTTP_PROXY names for a proxy, as `http://user:password@proxy:3128`. Those of one
 * proxy are never given to another.
 * @throws AppError `invalid-input` when they are not encoded as an address needs it
 */
export function proxyCredentials(
  env: NodeJS.ProcessEnv,
  proxy: { readonly host: string; readonly port: number }
): ProxyCredentials | undefined {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    const text = env[name]
    if (text === undefined || !URL.canParse(text)) continue
    const { protocol, hostname, port, username, password } = new URL(text)
    const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
    if (username === '' || hostname !== proxy.host.toLowerCase() || number !== proxy.port) continue
    try {
      return { username: decodeURIComponent(username), password: decodeURIComponent(password) }
    } catch (cause) {
      throw new AppError('invalid-input', m.theUserNameOrPasswordIn(name), { cause })
    }
  }
  return undefined
}
