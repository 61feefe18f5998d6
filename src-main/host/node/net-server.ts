import { hostMessages as m } from '#messages/host.ts'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { errorCode } from '#shared/error-code.ts'
import { errorFacts } from '../../log/error-facts.ts'
import type { Dispatch } from '../../api/dispatch.ts'
import type { Elapsed, LogPort, RandomPort } from '../../ports/host.ts'
import { dynamicHeaders } from '../../api/response-headers.ts'
import type { Site, SiteResponse } from '../../api/site.ts'
import { createBrowserSessions, proveSecret } from './browser-session.ts'
import type { EventStreams } from './event-streams.ts'
import { readBody } from './request-body.ts'

/** Dependencies of {@link listen}. `port` 0 lets the system choose. */
export interface NetServerDependencies {
  readonly port: number
  readonly dispatch: Dispatch
  readonly site: Site
  readonly events: EventStreams
  readonly random: RandomPort
  readonly elapsed: Elapsed
  readonly log: LogPort
  /** Called when a token that let a page in is offered again: somebody else may have seen it. */
  readonly onReuse?: () => void
}

/** A running loopback server. */
export interface NetServer {
  /**
   * A fresh address to open in a browser; it works once, and only for `lifetimeMs`. Its token is in the fragment, which no
   * browser sends: the page hands it over by itself.
   */
  launchUrl(lifetimeMs: number, onOpened?: () => void): string
  close(): Promise<void>
}

const host = '127.0.0.1'
/** Everything that a workbook of many measures and groups says goes into one call, for the register of published counts. */
const maxCallBytes = 32 * 1024 * 1024
const maxTokenLength = 1024
const plain = 'text/plain; charset=utf-8'

/**
 * Serves the page, calls, events and data on 127.0.0.1 and nowhere else.
 * The page itself is the same for everybody and holds no data; calls and events need the secret of a page, and bytes need
 * the one-time ticket that a call gave. Wrong `Host` (DNS rebinding) is answered with 421, a request of another origin or
 * without the secret with 403.
 *
 * @throws the system's error when the port is taken
 */
export async function listen(dependencies: NetServerDependencies): Promise<NetServer> {
  const { port, dispatch, site, events, log } = dependencies
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 20_000, requestTimeout: 60_000 })
  await started(server, port)
  const authority = `${host}:${(server.address() as AddressInfo).port}`
  const sessions = createBrowserSessions(dependencies.random, dependencies.elapsed)

  /** @returns `undefined` when the response became a stream of events */
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<SiteResponse | undefined> {
    if (request.headers.host !== authority) return refusal(421)
    const path = pathOf(request.url)
    if (path === undefined) return refusal(400)
    // Other ports of this address count as the same site, not as the same origin.
    if (request.headers['sec-fetch-site'] !== undefined && !isOwn(request, path)) return refusal(403)
    if (path === '/session') return letIn(request)
    if (path === '/rpc') return call(request)
    if (path.startsWith('/upload/')) return upload(request, path)
    if (request.method !== 'GET') return refusal(405, { allow: 'GET' })
    if (path !== '/events') return site(path)
    const secret = sessions.secretOf(request.headers.authorization)
    if (secret === undefined) return refusal(403)
    const challenge = headerText(request.headers['populus-challenge']) ?? ''
    events.open(response, headerText(request.headers['last-event-id']), {
      'populus-proof': proveSecret(secret, challenge)
    })
    return undefined
  }

  /** @returns why a request with a body is refused, `undefined` when it comes from our own page in the right form */
  function refused(request: IncomingMessage, type: string): SiteResponse | undefined {
    if (request.method !== 'POST') return refusal(405, { allow: 'POST' })
    if (request.headers.origin !== `http://${authority}`) return refusal(403)
    return request.headers['content-type'] === type ? undefined : refusal(415)
  }

  async function letIn(request: IncomingMessage): Promise<SiteResponse> {
    const no = refused(request, 'application/json')
    if (no !== undefined) return no
    const body = await readBody(request, maxTokenLength)
    if (body === undefined) return refusal(413, { connection: 'close' })
    const found = sessions.redeem(parseToken(body))
    if (typeof found === 'object') {
      return { status: 200, headers: dynamicHeaders('application/json'), body: JSON.stringify(found) }
    }
    log.write('warn', found === 'used' ? 'session.token-reused' : 'session.refused')
    if (found === 'used') dependencies.onReuse?.()
    return refusal(403)
  }

  async function call(request: IncomingMessage): Promise<SiteResponse> {
    const no = refused(request, 'application/json')
    if (no !== undefined) return no
    if (sessions.secretOf(request.headers.authorization) === undefined) return refusal(403)
    const body = await readBody(request, maxCallBytes)
    if (body === undefined) return refusal(413, { connection: 'close' })
    const message = parseCall(body)
    if (message === undefined) return refusal(400)
    const reply = await dispatch(message.name, message.input, { windowId: 0 })
    return { status: 200, headers: dynamicHeaders('application/json'), body: JSON.stringify(reply) }
  }

  async function upload(request: IncomingMessage, path: string): Promise<SiteResponse> {
    const no = refused(request, 'application/octet-stream')
    if (no !== undefined) return no
    return site(path, request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answered = await answer(request, response)
      if (answered !== undefined) await send(response, answered)
    } catch (error) {
      if (!readerLeft(error)) log.write('error', 'server.answer-failed', errorFacts(error))
      // What broke off half way may not look like a complete answer.
      if (response.headersSent) response.destroy()
      else await send(response, refusal(500))
    }
  }

  server.on('request', (request, response) => void serve(request, response))

  return {
    launchUrl: (lifetimeMs, onOpened) => `http://${authority}/#launch=${sessions.issue(lifetimeMs, onOpened)}`,
    async close() {
      events.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    }
  }
}

function started(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** The page went away or stopped reading: no fault of ours. */
function readerLeft(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE'
}

async function send(response: ServerResponse, { status, headers, body }: SiteResponse): Promise<void> {
  response.writeHead(status, headers)
  if (typeof body === 'string' || body instanceof Uint8Array) response.end(body)
  else await pipeline(Readable.from(body), response)
}

function refusal(status: number, extra: Readonly<Record<string, string>> = {}): SiteResponse {
  return { status, headers: { ...dynamicHeaders(plain), ...extra }, body: m.populusDidNotAcceptThisRequest }
}

/** A request of our own page or of the user; from elsewhere only a visit to the first page. */
function isOwn(request: IncomingMessage, path: string): boolean {
  const site = request.headers['sec-fetch-site']
  const isVisit = path === '/' && request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate'
  return site === 'same-origin' || site === 'none' || isVisit
}

/** The path of a request target without its query; `undefined` for anything else than a path. */
function pathOf(target: string | undefined): string | undefined {
  const [path = ''] = (target ?? '').split('?')
  return path.startsWith('/') && !path.startsWith('//') ? path : undefined
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

/** @returns an empty text, which is no token, for anything else than a JSON text */
function parseToken(body: string): string {
  try {
    const token: unknown = JSON.parse(body)
    return typeof token === 'string' ? token : ''
  } catch {
    return ''
  }
}

function parseCall(body: string): { readonly name: string; readonly input: unknown } | undefined {
  try {
    const message: unknown = JSON.parse(body)
    if (!Array.isArray(message) || typeof message[0] !== 'string') return undefined
    // JSON has no `undefined`: a call without input comes as a name alone or with `null`.
    return { name: message[0], input: (message[1] as unknown) ?? undefined }
  } catch {
    return undefined
  }
}
