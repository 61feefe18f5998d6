import type { NetPort, NetRequest, NetResponse, WebHandler, WebResponse } from '../../src-main/ports/host.ts'

/** A network of servers without sockets, by their origins; what was sent is kept. An unknown origin answers nothing. */
export function handlerNet(servers: Readonly<Record<string, WebHandler>>): NetPort & { readonly sent: NetRequest[] } {
  const sent: NetRequest[] = []
  return {
    sent,
    async send(request): Promise<NetResponse> {
      sent.push(request)
      const { origin, pathname, search, host } = new URL(request.url)
      const handler = servers[origin]
      if (handler === undefined) throw new Error(`Nobody answers at ${origin}`)
      const { status, headers, body } = await handler({
        method: request.method,
        target: `${pathname}${search}`,
        headers: { host, ...request.headers },
        body: request.body ?? '',
        origin
      })
      return { status, headers, body: bytesOf(body), close: () => undefined }
    }
  }
}

async function* bytesOf(body: WebResponse['body']): AsyncGenerator<Uint8Array> {
  if (body === undefined) return
  if (typeof body === 'string') yield Buffer.from(body)
  else if (body instanceof Uint8Array) yield body
  else yield* body
}
