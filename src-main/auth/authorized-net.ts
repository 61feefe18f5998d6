import { AppError } from '#shared/app-error.ts'
import type { NetPort, NetRequest, NetResponse } from '../host/ports.ts'
import type { TokenSource } from './access-token.ts'
import { checkServerAddress } from './server-address.ts'

/** Requests to one connection's server. */
export interface AuthorizedNet {
  /**
   * Sends a request with the token when `authorize` is set. Follows redirects; leaves Authorization out as soon as the
   * origin changes. A 401 to a request with a token renews the token and repeats the request once.
   *
   * @throws AppError of the network or of the sign-in; HTTP errors are answers, not exceptions
   */
  send(request: NetRequest & { readonly authorize: boolean }): Promise<NetResponse>
}

/** What {@link createAuthorizedNet} stands on. */
export interface AuthorizedNetParts {
  readonly net: NetPort
  readonly tokens: TokenSource
  readonly allowHttpLoopback: boolean
  /** Sent with every request, e.g. `Epic-Client-ID`. */
  readonly extraHeaders: Readonly<Record<string, string>>
}

const mostRedirects = 10
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Puts token, redirects and the one repetition after a 401 around a network. */
export function createAuthorizedNet({
  net,
  tokens,
  allowHttpLoopback,
  extraHeaders
}: AuthorizedNetParts): AuthorizedNet {
  async function follow(request: NetRequest, authorization: string | undefined): Promise<NetResponse> {
    const { body: firstBody, ...rest } = request
    let { url, method } = request
    let body = firstBody
    let withToken = authorization !== undefined
    const { origin } = new URL(url)
    for (let hop = 0; ; hop += 1) {
      const target = checkServerAddress(url, allowHttpLoopback)
      // Once dropped it stays dropped, also when a later redirect leads back.
      withToken = withToken && target.origin === origin
      const own = target.origin === origin ? extraHeaders : {}
      const headers = {
        ...request.headers,
        ...own,
        ...(withToken && authorization !== undefined ? { authorization } : {})
      }
      const response = await net.send({ ...rest, url, method, headers, ...(body === undefined ? {} : { body }) })
      const location = response.headers['location']
      if (!redirects.has(response.status) || location === undefined) return response
      response.close()
      if (hop === mostRedirects) throw new AppError('network', 'The server sends every request on to another address.')
      url = new URL(location, url).href
      if (response.status === 303 || (method === 'POST' && response.status < 303)) {
        method = 'GET'
        body = undefined
      }
    }
  }

  return {
    async send(request) {
      if (!request.authorize) return follow(request, undefined)
      const first = await tokens.authorization()
      const response = await follow(request, first)
      if (response.status !== 401 || first === undefined) return response
      if (!(await tokens.renew(first))) return response
      response.close()
      return follow(request, await tokens.authorization())
    }
  }
}
