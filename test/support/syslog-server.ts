import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { TestCertificate } from './test-certificate.ts'

/** A log collector that a test runs on 127.0.0.1, and what it was told. */
export interface SyslogServer {
  readonly port: number
  /** Complete messages, in the order in which they came. */
  readonly messages: string[]
  /** Connections that were made. */
  connections(): number
  /** Bytes after which it breaks each connection; undefined for never. */
  cutAfter: number | undefined
  /** It never closes its side. */
  staysOpen: boolean
  close(): Promise<void>
}

/** Starts one. @param port 0 for any that is free */
export async function startSyslogServer({ certificate, key }: TestCertificate, port = 0): Promise<SyslogServer> {
  const messages: string[] = []
  const sockets = new Set<Socket>()
  const secureContext = createSecureContext({ cert: certificate, key })
  let isClosed = false
  let count = 0
  const server = createServer({ allowHalfOpen: true }, (raw) => {
    const socket = new TLSSocket(raw, { isServer: true, secureContext })
    count += 1
    sockets.add(raw)
    let rest: Buffer = Buffer.alloc(0)
    let seen = 0
    socket.on('error', () => undefined)
    raw.on('error', () => undefined)
    raw.on('close', () => sockets.delete(raw))
    socket.on('end', () => {
      if (!place.staysOpen) socket.end()
    })
    socket.on('data', (chunk: Buffer) => {
      const room = place.cutAfter === undefined ? chunk.length : Math.max(0, place.cutAfter - seen)
      seen += chunk.length
      rest = Buffer.concat([rest, chunk.subarray(0, room)])
      rest = takeFrames(rest, messages)
      if (place.cutAfter !== undefined && seen >= place.cutAfter) raw.resetAndDestroy()
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const place: SyslogServer = {
    port: (server.address() as AddressInfo).port,
    messages,
    connections: () => count,
    cutAfter: undefined,
    staysOpen: false,
    async close() {
      if (isClosed) return
      isClosed = true
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    }
  }
  return place
}

/** Takes the complete frames from the front (RFC 5425 §4.3). @returns what is left */
function takeFrames(bytes: Buffer, messages: string[]): Buffer {
  let rest = bytes
  for (;;) {
    const blank = rest.indexOf(0x20)
    if (blank < 0) return rest
    const length = Number(rest.subarray(0, blank).toString('latin1'))
    if (!Number.isInteger(length) || length < 1) throw new Error('a frame without a length')
    if (rest.length < blank + 1 + length) return rest
    messages.push(rest.subarray(blank + 1, blank + 1 + length).toString('utf8'))
    rest = rest.subarray(blank + 1 + length)
  }
}

/** The numbers of the records in messages. */
export function recordNumbers(messages: readonly string[]): number[] {
  return messages.map((message) => Number(/ seq="(\d+)"/.exec(message)?.[1]))
}
