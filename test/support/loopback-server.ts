import { Agent, request, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'
import { createEventStreams, type EventStreams } from '../../src-main/host/node/event-streams.ts'
import { listen } from '../../src-main/host/node/net-server.ts'
import { systemRandom } from '../../src-main/ports/system.ts'
import { testServices, type TestServices, type TestServicesOptions } from './services.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A whole answer to a raw request. */
export interface RawResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A request exactly as it is written: the path is not normalized. */
export interface RawRequest {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** The real loopback server on a real socket, over test services. */
export interface TestServer {
  readonly services: TestServices
  /** How often a used token was offered again. */
  readonly reuses: () => number
  readonly events: EventStreams
  readonly origin: string
  readonly port: number
  /** A launch token that was not used yet. */
  token(): string
  send(request: RawRequest): Promise<RawResponse>
  /** Offers a token as a page does. */
  offer(token: string, headers?: Readonly<Record<string, string>>): Promise<RawResponse>
  /** Uses a launch token up. @returns the `Authorization` header of the page that did */
  enter(): Promise<string>
  /** A well-formed call with the given authorization and any headers on top. */
  call(
    authorization: string,
    name: string,
    input?: unknown,
    headers?: Readonly<Record<string, string>>
  ): Promise<RawResponse>
}

/** Starts a server that is closed when the test ends. */
export async function startServer(options: TestServicesOptions = {}): Promise<TestServer> {
  const services = testServices(temporaryFolder(), options)
  const events = createEventStreams()
  const { dispatch, site, log } = services
  let reuses = 0
  const server = await listen({
    port: 0,
    dispatch,
    site,
    events,
    random: systemRandom,
    elapsed: () => services.time.now,
    log,
    onReuse: () => (reuses += 1)
  })
  const agent = new Agent({ keepAlive: false })
  onTestFinished(async () => {
    agent.destroy()
    await server.close()
  })
  const { origin, port } = new URL(server.launchUrl(60_000))
  const token = (): string => new URL(server.launchUrl(60_000)).hash.slice('#launch='.length)

  const send = ({ path = '/', method = 'GET', headers = {}, body }: RawRequest): Promise<RawResponse> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers: { ...headers }, agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString() })
        )
      })
      sent.on('error', reject)
      sent.end(body)
    })

  const offer: TestServer['offer'] = (offered, headers) =>
    send({
      path: '/session',
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(offered)
    })

  return {
    services,
    reuses: () => reuses,
    events,
    origin,
    port: Number(port),
    token,
    send,
    offer,
    async enter() {
      const { body } = await offer(token())
      return `Bearer ${(JSON.parse(body) as { secret: string }).secret}`
    },
    call: (authorization, name, input, headers) =>
      send({
        path: '/rpc',
        method: 'POST',
        headers: { authorization, origin, 'content-type': 'application/json', ...headers },
        body: JSON.stringify([name, input])
      })
  }
}
