import { createHash, randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { detachBuffer } from '#shared/detach-buffer.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'

const text = randomBytes(3 * 1024 * 1024)
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A server whose connections and answers can be looked at. */
async function serve(answer: (response: ServerResponse, path: string) => void): Promise<{
  readonly origin: string
  readonly connections: () => number
}> {
  let connections = 0
  const server = createServer((request, response) => answer(response, request.url ?? '/'))
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections }
}

describe('the pieces of a body', () => {
  it.each(['at its own pace', 'at a slow one'])('are what was sent, whoever frees them, %s', async (pace) => {
    const { origin, connections } = await serve((response, path) => {
      if (path === '/length') response.writeHead(200, { 'content-length': text.length }).end(text)
      else {
        // Chunks of odd lengths, several of them in one packet.
        for (let index = 0, step = 1; index < text.length; index += step, step = (step * 7) % 9973)
          response.write(text.subarray(index, index + step))
        response.end()
      }
    })
    const net = createNodeNet({})
    for (const path of ['/length', '/chunks', '/length', '/chunks']) {
      const { body } = await net.send({ method: 'GET', url: `${origin}${path}` })
      const hash = createHash('sha256')
      for await (const piece of body) {
        hash.update(piece)
        detachBuffer(piece)
        if (pace === 'at a slow one') await delay(piece.length > 10_000 ? 1 : 0)
      }
      expect(hash.digest('hex'), path).toBe(hashOf(text))
    }
    expect(connections()).toBe(1)
  })

  it('come all before a cut is said', async () => {
    const { origin } = await serve((response) => {
      response.writeHead(200, { 'content-length': text.length })
      response.write(text.subarray(0, 100_000), () => response.socket?.destroySoon())
    })
    const { body } = await createNodeNet({}).send({ method: 'GET', url: origin })
    const pieces: Uint8Array[] = []
    const reading = (async () => {
      for await (const piece of body) pieces.push(piece)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'network', retryable: true })
    expect(Buffer.concat(pieces).equals(text.subarray(0, 100_000))).toBe(true)
  })

  it('end with whoever reads them: the connection is let go', async () => {
    let closed = false
    const { origin } = await serve((response) => {
      response.on('close', () => (closed = true))
      response.writeHead(200, { 'content-length': text.length }).write(text.subarray(0, 500_000))
    })
    const { body } = await createNodeNet({}).send({ method: 'GET', url: origin })
    for await (const piece of body) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
    await expect.poll(() => closed).toBe(true)
  })
})

describe('memory that is let go', () => {
  it('is freed when it is all of it, and stays when others share it', () => {
    const unshared = Buffer.alloc(100_000, 1)
    detachBuffer(unshared)
    expect(unshared.length).toBe(0)
    const shared = Buffer.alloc(100_000, 1)
    detachBuffer(shared.subarray(0, 50_000))
    detachBuffer(new Uint8Array(new SharedArrayBuffer(100_000)))
    expect(shared.every((byte) => byte === 1)).toBe(true)
  })
})
