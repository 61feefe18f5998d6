import { Agent, request, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'
import { createEventStreams, type EventStreams } from '../../src-main/host/node/event-streams.ts'
import { listen } from '../../src-main/host/node/net-server.ts'
import { systemRandom } from '../../src-main/host/system.ts'
import { testServices, type TestServices, type TestServicesOptions } from './services.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A whole answer to a raw request. */
export interface RawResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A request exactly as it is written: the path is not normalised. */
export interface RawRequest {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** The real loopback server on a real socket, over test services. */
export interface TestServer {
  readonly services: TestServices
  readonly events: EventStreams
  readonly origin: string
  readonly port: number
  readonly launchPath: string
  send(request: RawRequest): Promise<RawResponse>
  /** Uses the launch address up. @returns the `Cookie` header of a browser that did */
  enter(): Promise<string>
  /** A well-formed call with the given cookie and any headers on top. */
  call(cookie: string, name: string, input?: unknown, headers?: Readonly<Record<string, string>>): Promise<RawResponse>
}

/** Starts a server that is closed when the test ends. */
export async function startServer(options: TestServicesOptions = {}): Promise<TestServer> {
  const services = testServices(temporaryFolder(), options)
  const events = createEventStreams()
  const { dispatch, site, log } = services
  const server = await listen({ port: 0, dispatch, site, events, random: systemRandom, log })
  const agent = new Agent({ keepAlive: false })
  onTestFinished(async () => {
    agent.destroy()
    await server.close()
  })
  const { origin, port, pathname, search } = new URL(server.url)
  const launchPath = pathname + search

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

  return {
    services,
    events,
    origin,
    port: Number(port),
    launchPath,
    send,
    async enter() {
      const { headers } = await send({ path: launchPath })
      return headers['set-cookie']![0]!.split(';')[0]!
    },
    call: (cookie, name, input, headers) =>
      send({
        path: '/rpc',
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json', ...headers },
        body: JSON.stringify([name, input])
      })
  }
}
