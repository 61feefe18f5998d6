import { describe, expect, it } from 'vitest'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { NetPort, NetResponse } from '../../../src-main/ports/host.ts'
import {
  exportOnce,
  shownResources,
  smallHistory,
  startSandbox,
  trueResources
} from '../../integration/bulk/sandbox.ts'

const foreign = 'https://files.elsewhere.example'

/** The network as it is for a server whose manifest names files at another site; what that site is sent. */
function filesElsewhere(base: string, requiresAccessToken: boolean | undefined) {
  const net = createNodeNet()
  const serverOrigin = new URL(base).origin
  const seen: (string | undefined)[] = []

  async function rewritten(response: NetResponse): Promise<NetResponse> {
    const chunks: Uint8Array[] = []
    for await (const chunk of response.body) chunks.push(chunk)
    const manifest = JSON.parse(Buffer.concat(chunks).toString()) as { output: { url: string }[] }
    const output = manifest.output.map((file) => ({ ...file, url: file.url.replace(serverOrigin, foreign) }))
    const text = JSON.stringify({ ...manifest, output, requiresAccessToken })
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text)
    }
    return { ...response, headers: { ...response.headers, 'content-length': String(text.length) }, body: body() }
  }

  const port: NetPort = {
    async send(request) {
      if (request.url.startsWith(foreign)) {
        seen.push(request.headers?.['authorization'])
        return net.send({ ...request, url: request.url.replace(foreign, serverOrigin) })
      }
      const response = await net.send(request)
      return request.url.includes('/export-status/') && response.status === 200 ? rewritten(response) : response
    }
  }
  return { port, seen }
}

describe('files at another site than the server', () => {
  it.each([true, false, undefined])(
    'are fetched without the token, whether the manifest asks for it or not: %s',
    async (requiresAccessToken) => {
      const sandbox = await startSandbox({ links: 'capability' })
      const { port, seen } = filesElsewhere(sandbox.base, requiresAccessToken)
      const { result, folder } = await exportOnce(sandbox, {}, { net: port })
      expect(result, JSON.stringify(result.issues)).toMatchObject({ state: 'committed', issues: [] })
      expect(seen.length).toBeGreaterThan(3)
      expect(new Set(seen)).toEqual(new Set([undefined]))
      expect(await shownResources(folder)).toEqual(await trueResources(smallHistory()))
    }
  )

  it('that cannot be had without the token are missing, and the site is named', async () => {
    const sandbox = await startSandbox()
    const { port, seen } = filesElsewhere(sandbox.base, true)
    const { result } = await exportOnce(sandbox, {}, { net: port })
    expect(result.state).toBe('partial')
    expect(new Set(seen)).toEqual(new Set([undefined]))
  })
})
