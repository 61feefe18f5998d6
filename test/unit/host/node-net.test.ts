import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { NetResponse } from '../../../src-main/host/ports.ts'

/** A server that says which address it was asked for. */
async function echo(name: string): Promise<string> {
  const server = createServer((request, response) => response.end(`${name} ${request.url ?? ''}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function textOf({ body }: NetResponse): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('the network of the Node hosts', () => {
  it('goes through the proxy of the environment, and never for this computer', async () => {
    const proxy = await echo('proxy')
    const here = await echo('here')
    const net = createNodeNet({ HTTP_PROXY: proxy })
    const far = await net.send({ method: 'GET', url: 'http://fhir.example.org/metadata' })
    expect(await textOf(far)).toBe('proxy http://fhir.example.org/metadata')
    expect(await textOf(await net.send({ method: 'GET', url: `${here}/metadata` }))).toBe('here /metadata')
  })
})
