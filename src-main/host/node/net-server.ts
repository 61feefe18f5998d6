import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { errorCode } from '#shared/error-code.ts'
import { errorFacts } from '../../log/error-facts.ts'
import type { Dispatch } from '../dispatch.ts'
import type { LogPort, RandomPort } from '../ports.ts'
import { dynamicHeaders } from '../response-headers.ts'
import type { Site, SiteResponse } from '../site.ts'
import { createBrowserSession, type BrowserSession } from './browser-session.ts'
import type { EventStreams } from './event-streams.ts'
import { arrivalNotice, strangerNotice } from './notices.ts'
import { readBody } from './request-body.ts'

/** What {@link listen} needs. `port` 0 lets the system choose. */
export interface NetServerParts {
  readonly port: number
  readonly dispatch: Dispatch
  readonly site: Site
  readonly events: EventStreams
  readonly random: RandomPort
  readonly log: LogPort
}

/** A running loopback server. */
export interface NetServer {
  /** Address to open in a browser; it works once. */
  readonly url: string
  close(): Promise<void>
}

const host = '127.0.0.1'
const longestCall = 1024 * 1024
const html = 'text/html; charset=utf-8'
const plain = 'text/plain; charset=utf-8'

/**
 * Serves the page, calls, events and data on 127.0.0.1 and nowhere else.
 * Wrong `Host` (DNS rebinding) is answered with 421, a request of another origin or without the session with 403.
 *
 * @throws the system's error when the port is taken
 */
export async function listen({ port, dispatch, site, events, random, log }: NetServerParts): Promise<NetServer> {
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 20_000, requestTimeout: 60_000 })
  await started(server, port)
  const own = `${host}:${(server.address() as AddressInfo).port}`
  const session = createBrowserSession(random, (server.address() as AddressInfo).port)

  /** @returns `undefined` when the response became a stream of events */
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<SiteResponse | undefined> {
    if (request.headers.host !== own) return refusal(421)
    const { path, query } = splitTarget(request.url)
    if (path === undefined) return refusal(400)
    if (path === '/launch') return launch(session, request, query)
    if (!session.isKnown(request.headers.cookie)) return stranger(request, path, query)
    // The cookie is not enough: other ports of this address count as the same site.
    if (request.headers['sec-fetch-site'] !== undefined && !isOwn(request, path)) return refusal(403)
    if (path === '/rpc') return call(request)
    if (path.startsWith('/upload/')) return upload(request, path)
    if (request.method !== 'GET') return refusal(405, { allow: 'GET' })
    if (path !== '/events') return site(path)
    events.open(response, headerText(request.headers['last-event-id']))
    return undefined
  }

  async function call(request: IncomingMessage): Promise<SiteResponse> {
    if (request.method !== 'POST') return refusal(405, { allow: 'POST' })
    if (request.headers.origin !== `http://${own}`) return refusal(403)
    if (request.headers['content-type'] !== 'application/json') return refusal(415)
    const body = await readBody(request, longestCall)
    if (body === undefined) return refusal(413, { connection: 'close' })
    const message = parseCall(body)
    if (message === undefined) return refusal(400)
    const reply = await dispatch(message.name, message.input, { windowId: 0 })
    return { status: 200, headers: dynamicHeaders('application/json'), body: JSON.stringify(reply) }
  }

  async function upload(request: IncomingMessage, path: string): Promise<SiteResponse> {
    if (request.method !== 'POST') return refusal(405, { allow: 'POST' })
    if (request.headers.origin !== `http://${own}`) return refusal(403)
    if (request.headers['content-type'] !== 'application/octet-stream') return refusal(415)
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
    url: `http://${own}${session.launchPath}`,
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
  return { status, headers: { ...dynamicHeaders(plain), ...extra }, body: 'Populus did not accept this request.\n' }
}

function launch(session: BrowserSession, request: IncomingMessage, query: string): SiteResponse {
  if (request.method !== 'GET') return refusal(405, { allow: 'GET' })
  const toPage = { status: 303, headers: { ...dynamicHeaders(plain), location: '/' }, body: '' }
  const cookie = session.launch(new URLSearchParams(query).get('token') ?? '')
  if (cookie !== undefined) return { ...toPage, headers: { ...toPage.headers, 'set-cookie': cookie } }
  if (session.isKnown(request.headers.cookie)) return toPage
  return { status: 403, headers: dynamicHeaders(html), body: strangerNotice }
}

function stranger(request: IncomingMessage, path: string, query: string): SiteResponse {
  if (request.method !== 'GET' || path !== '/') return refusal(403)
  if (request.headers['sec-fetch-site'] === 'cross-site' && query === '') {
    return { status: 200, headers: dynamicHeaders(html), body: arrivalNotice }
  }
  return { status: 403, headers: dynamicHeaders(html), body: strangerNotice }
}

/** A request of our own page or of the user; from elsewhere only a visit to the first page. */
function isOwn(request: IncomingMessage, path: string): boolean {
  const site = request.headers['sec-fetch-site']
  const isVisit = path === '/' && request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate'
  return site === 'same-origin' || site === 'none' || isVisit
}

function splitTarget(target: string | undefined): { readonly path: string | undefined; readonly query: string } {
  const [path = '', ...rest] = (target ?? '').split('?')
  return { path: path.startsWith('/') && !path.startsWith('//') ? path : undefined, query: rest.join('?') }
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
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
