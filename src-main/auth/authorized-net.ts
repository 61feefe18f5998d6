import { authMessages as m } from '#messages/auth.ts'
import { AppError } from '#shared/app-error.ts'
import type { NetPort, NetRequest, NetResponse } from '../ports/host.ts'
import type { TokenSource } from './token-source.ts'
import type { OriginTrust } from './origin-trust.ts'
import { checkServerAddress, isLocalOnly } from './server-address.ts'

/** Requests to one connection's server. */
export interface AuthorizedNet {
  /**
   * Sends a request with the token when `authorize` is set. The token goes only to trusted addresses: a request that
   * needs it elsewhere is not sent at all. Follows redirects; leaves Authorization out as soon as the origin changes. A
   * 401 to a request with a token renews the token and repeats the request once.
   *
   * @throws AppError `not-allowed` for an address that may not get the token, and those of the network and the sign-in;
   *   HTTP errors are answers, not exceptions
   */
  send(request: NetRequest & { readonly authorize: boolean }): Promise<NetResponse>
}

/** Dependencies of {@link createAuthorizedNet}. */
export interface AuthorizedNetDependencies {
  readonly net: NetPort
  readonly tokens: TokenSource
  readonly trust: OriginTrust
  readonly allowHttpLoopback: boolean
  /** Sent with every request to a trusted address, e.g. `Epic-Client-ID`. */
  readonly extraHeaders: Readonly<Record<string, string>>
}

const maxRedirects = 10
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Puts token, redirects and the one repetition after a 401 around a network. */
export function createAuthorizedNet({
  net,
  tokens,
  trust,
  allowHttpLoopback,
  extraHeaders
}: AuthorizedNetDependencies): AuthorizedNet {
  const isLocalServer = isLocalOnly(new URL(trust.base))

  /** A server elsewhere has no business with services that only this computer can reach. */
  function checkTarget(address: string): URL {
    const target = checkServerAddress(address, allowHttpLoopback)
    if (isLocalServer || !isLocalOnly(target)) return target
    throw new AppError('not-allowed', m.theServerRefersToAnAddress(target.host))
  }

  async function follow(request: NetRequest, authorization: string | undefined): Promise<NetResponse> {
    const { body: firstBody, ...rest } = request
    let { url, method } = request
    let body = firstBody
    let withToken = authorization !== undefined
    const { origin } = new URL(url)
    for (let hop = 0; ; hop += 1) {
      const target = checkTarget(url)
      // Once dropped it stays dropped, also when a later redirect leads back.
      withToken = withToken && target.origin === origin
      const trustedHeaders = trust.trusts(url) ? extraHeaders : {}
      const headers = {
        ...request.headers,
        ...trustedHeaders,
        ...(withToken && authorization !== undefined ? { authorization } : {})
      }
      const response = await net.send({ ...rest, url, method, headers, ...(body === undefined ? {} : { body }) })
      const location = response.headers['location']
      if (!redirects.has(response.status) || location === undefined) return response
      response.close()
      if (hop === maxRedirects) throw new AppError('network', m.theServerSendsEveryRequestOn)
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
      if (first !== undefined && !trust.trusts(request.url)) {
        const { origin } = new URL(request.url)
        throw new AppError('not-allowed', m.theServerRefersToWhichIs(origin))
      }
      const response = await follow(request, first)
      if (response.status !== 401 || first === undefined) return response
      if (!(await tokens.renew(first))) return response
      response.close()
      return follow(request, await tokens.authorization())
    }
  }
}
