import { request as requestHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http'
import { request as requestHttps, Agent as HttpsAgent } from 'node:https'
import { AppError } from '#shared/app-error.ts'
import { bodyPieces } from './body-pieces.ts'
import { readClientCertificate } from './client-certificate.ts'
import type { NetPort, NetRequest, NetResponse } from '../ports.ts'

const idleMs = 120_000
/** A server that sends so many bytes of headers is not one. */
const mostHeaderBytes = 64 * 1024

/**
 * The network of the Node hosts: HTTP/1.1 with kept connections, TLS 1.2 or later, the certificates that Node trusts
 * (NODE_EXTRA_CA_CERTS adds to them), the client certificate of POPULUS_CLIENT_CERT and POPULUS_CLIENT_KEY, and the proxies
 * of HTTPS_PROXY, HTTP_PROXY and NO_PROXY (Node 24.5 or later), which this computer itself is never asked through.
 * Redirects, retries, tokens and content codings are the callers' business.
 * @throws AppError `invalid-input` when the client certificate cannot be used
 */
export function createNodeNet(env: NodeJS.ProcessEnv = process.env): NetPort {
  const direct = new HttpAgent({ keepAlive: true })
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, proxyEnv: env }),
    'https:': new HttpsAgent({ keepAlive: true, minVersion: 'TLSv1.2', proxyEnv: env, ...readClientCertificate(env) })
  }
  return {
    send(request) {
      const url = new URL(request.url)
      if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        throw new AppError('invalid-input', 'Only web addresses (https) can be asked.')
      }
      const isHere = url.hostname === '127.0.0.1' || url.hostname === '[::1]' || url.hostname === 'localhost'
      const agent = isHere && url.protocol === 'http:' ? direct : agents[url.protocol]
      return exchange(request, url, agent)
    }
  }
}

function exchange(request: NetRequest, url: URL, agent: HttpAgent): Promise<NetResponse> {
  const { method, headers = {}, body, signal } = request
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const start = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise<NetResponse>((resolve, reject) => {
    const sent = start(url, {
      method,
      headers: { ...headers, ...length },
      agent,
      maxHeaderSize: mostHeaderBytes,
      ...(signal === undefined ? {} : { signal })
    })
    sent.setTimeout(request.idleMs ?? idleMs, () => sent.destroy(new Error('idle')))
    sent.on('error', (cause) => reject(failure(cause, signal)))
    sent.on('response', (message) => {
      resolve({
        status: message.statusCode ?? 0,
        headers: headersOf(message),
        body: bodyOf(message, signal),
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

async function* bodyOf(message: IncomingMessage, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* bodyPieces(message)
  } catch (cause) {
    throw failure(cause, signal)
  }
  // Some ways to lose a connection end the stream without an error.
  if (!message.complete) throw failure(undefined, signal)
}

function failure(cause: unknown, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted === true) return new AppError('cancelled', 'The request was stopped.', { cause })
  return new AppError(
    'network',
    'The connection to the server failed or was cut. Check the network and the address, and try again.',
    { retryable: true, cause }
  )
}
