import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { WebHandler, WebResponse, WebServer } from '../../ports/host.ts'
import { readBody } from './request-body.ts'

const host = '127.0.0.1'
const maxBodyBytes = 4 * 1024 * 1024

/**
 * Serves a handler on 127.0.0.1 and nowhere else.
 * @param port 0 lets the system choose
 */
export async function serveOnLoopback(handler: WebHandler, port = 0): Promise<WebServer> {
  const server = createServer({ maxHeaderSize: 64 * 1024 })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request, maxBodyBytes)
      const answer: WebResponse =
        body === undefined
          ? { status: 413, headers: { connection: 'close' } }
          : await handler({
              method: request.method ?? 'GET',
              target: request.url ?? '/',
              headers: request.headers as Record<string, string>,
              body,
              origin
            })
      await send(response, answer)
    } catch {
      // A body that breaks off is what a test of broken connections asks for.
      response.destroy()
    }
  }

  server.on('request', (request, response) => void serve(request, response))
  return {
    origin,
    async finish() {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      await ended
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
  }
}

async function send(response: ServerResponse, { status, headers, body }: WebResponse): Promise<void> {
  response.writeHead(status, { ...headers })
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) response.end(body)
  else await pipeline(Readable.from(body, { objectMode: false, highWaterMark: 1 << 20 }), response)
}
