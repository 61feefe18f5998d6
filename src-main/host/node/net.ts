import { hostMessages as m } from '#messages/host.ts'
import { request as requestHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http'
import { request as requestHttps, Agent as HttpsAgent } from 'node:https'
import { AppError } from '#shared/app-error.ts'
import type { ProxyChoice } from '#shared/policy/proxy-choice.ts'
import { errorCode } from '#shared/error-code.ts'
import { isCertificateProblem, networkFailure } from '../network/network-failure.ts'
import { bodyPieces } from '../network/body-pieces.ts'
import { certificateIssuer } from '../network/certificate-issuer.ts'
import { readClientCertificate } from '../network/client-certificate.ts'
import { proxyEnvironment } from '../network/proxy-environment.ts'
import type { NetPort, NetRequest, NetResponse } from '../../ports/host.ts'
import { userAgent } from '../network/user-agent.ts'

const idleMs = 120_000
/** A server that sends so many bytes of headers is not one. */
const maxHeaderBytes = 64 * 1024

/**
 * The network of the Node hosts: HTTP/1.1 with kept connections, TLS 1.2 or later, the certificates that Node trusts
 * (NODE_EXTRA_CA_CERTS adds to them), the client certificate of POPULUS_CLIENT_CERT and POPULUS_CLIENT_KEY, and the proxies
 * of HTTPS_PROXY, HTTP_PROXY and NO_PROXY (Node 24.5 or later), which this computer itself is never asked through.
 * Redirects, retries, tokens and content codings are the callers' business.
 * @param choice the proxy that the policies ask for
 * @throws AppError `invalid-input` when the client certificate cannot be used
 */
export function createNodeNet(
  environment: NodeJS.ProcessEnv = process.env,
  choice: ProxyChoice = { mode: 'system' }
): NetPort {
  const env = proxyEnvironment(environment, choice)
  const direct = new HttpAgent({ keepAlive: true })
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, proxyEnv: env }),
    'https:': new HttpsAgent({
      keepAlive: true,
      minVersion: 'TLSv1.2',
      proxyEnv: env,
      ...readClientCertificate(environment)
    })
  }
  return {
    send(request) {
      if (env === undefined) throw new AppError('not-supported', m.yourOrganizationsPolicyProxyModeAsksFor)
      const url = new URL(request.url)
      if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        throw new AppError('invalid-input', m.onlyWebAddressesHttpsCanBe)
      }
      const isHere = url.hostname === '127.0.0.1' || url.hostname === '[::1]' || url.hostname === 'localhost'
      const isDirect = isHere && url.protocol === 'http:'
      const proxy = isDirect ? undefined : proxyFor(url, env)
      return exchange(request, url, isDirect ? direct : agents[url.protocol], proxy)
    }
  }
}

/** The proxy that the environment names for an address, as host and port; NO_PROXY is a list of hosts and suffixes. */
function proxyFor({ protocol, hostname }: URL, env: NodeJS.ProcessEnv): string | undefined {
  const of = (name: string): string => env[name.toLowerCase()] || env[name] || ''
  const named = of(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY')
  const isPassed = of('NO_PROXY')
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\.?/, '').replace(/:\d+$/, ''))
    .some((entry) => entry !== '' && (hostname === entry || hostname.endsWith(`.${entry}`)))
  return isPassed || of('NO_PROXY').trim() === '*' || !URL.canParse(named) ? undefined : new URL(named).host
}

function exchange(request: NetRequest, url: URL, agent: HttpAgent, proxy: string | undefined): Promise<NetResponse> {
  const { method, headers = {}, body, signal } = request
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const start = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise<NetResponse>((resolve, reject) => {
    const sent = start(url, {
      method,
      headers: { 'user-agent': userAgent, ...headers, ...length },
      agent,
      maxHeaderSize: maxHeaderBytes,
      ...(signal === undefined ? {} : { signal })
    })
    sent.setTimeout(request.idleMs ?? idleMs, () =>
      sent.destroy(Object.assign(new Error('idle'), { code: 'ETIMEDOUT' }))
    )
    sent.on('error', (cause) => void failureOf(cause, url, proxy, signal).then(reject))
    sent.on('response', (message) => {
      resolve({
        status: message.statusCode ?? 0,
        headers: headersOf(message),
        body: bodyOf(message, url, signal),
        close: () => void message.destroy()
      })
    })
    sent.end(body)
  })
}

function headersOf(message: IncomingMessage): Record<string, string> {
  const entries = Object.entries(message.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? '')
  ])
  return Object.fromEntries(entries) as Record<string, string>
}

async function* bodyOf(
  message: IncomingMessage,
  url: URL,
  signal: AbortSignal | undefined
): AsyncGenerator<Uint8Array> {
  try {
    yield* bodyPieces(message)
  } catch (cause) {
    throw failure(cause, url, signal)
  }
  // Some ways to lose a connection end the stream without an error.
  if (!message.complete) throw failure(undefined, url, signal)
}

function failure(cause: unknown, url: URL, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted === true) return new AppError('cancelled', m.theRequestWasStopped, { cause })
  return networkFailure(cause, errorCode(cause), { url })
}

/** The failure of a request that got no answer, with the proxy or the certificate that stood in its way. */
async function failureOf(
  cause: unknown,
  url: URL,
  proxy: string | undefined,
  signal: AbortSignal | undefined
): Promise<AppError> {
  const code = errorCode(cause)
  if (signal?.aborted === true || !isCertificateProblem(code))
    return signal?.aborted === true ? failure(cause, url, signal) : networkFailure(cause, code, { url, proxy })
  // Through a proxy the certificate cannot be looked at again without asking the proxy for another tunnel.
  const issuer = proxy === undefined ? await certificateIssuer(url) : undefined
  return networkFailure(cause, code, { url, issuer })
}
