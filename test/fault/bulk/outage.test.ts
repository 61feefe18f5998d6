import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { NetPort, NetRequest, NetResponse } from '../../../src-main/ports/host.ts'
import {
  exportOnce,
  shownResources,
  smallHistory,
  startSandbox,
  trueResources
} from '../../integration/bulk/sandbox.ts'
import { openTestExport, quick, testStorage } from '../../support/export-parts.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const isFile = ({ url }: NetRequest): boolean => url.includes('/files/')
const refusal = (): AppError =>
  new AppError('network', 'The connection to the server failed or was cut.', { retryable: true })

/** A network whose answers a test decides about; requests that are let through reach the sandbox. */
function steered(decide: (request: NetRequest) => Promise<NetResponse> | 'pass'): NetPort {
  const net = createNodeNet()
  return {
    async send(request) {
      const decided = decide(request)
      if (decided !== 'pass') return decided
      const response = await net.send(request)
      // How long links live is not what these tests wait for.
      return { ...response, headers: { ...response.headers, expires: '' } }
    }
  }
}

function answer(status: number): Promise<NetResponse> {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('')
  }
  return Promise.resolve({ status, headers: {}, body: body(), close: () => undefined })
}

const truth = (): Promise<Map<string, string>> => trueResources(smallHistory())

describe('a server that is away while files are fetched', () => {
  it.each([
    ['refuses connections', () => Promise.reject(refusal())],
    ['stands behind a gateway that answers 502', () => answer(502)],
    ['asks for fewer requests', () => answer(429)]
  ] as const)('and %s is waited for, with one request that tries', async (_, fail) => {
    const sandbox = await startSandbox()
    let refused = 0
    let inFlight = 0
    let maxInFlight = 0
    const net = steered((request) => {
      // Once it is away, it is away for all requests.
      const asksServer = isFile(request) || (refused > 0 && request.url.includes('export-status'))
      if (!asksServer || refused >= 60) return 'pass'
      refused += 1
      inFlight += 1
      // The first ones were under way when the server went.
      if (refused > 8) maxInFlight = Math.max(maxInFlight, inFlight)
      return fail().finally(() => (inFlight -= 1))
    })
    const { result, folder } = await exportOnce(sandbox, {}, { net })
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    expect(refused).toBe(60)
    expect(maxInFlight).toBe(1)
    expect(await shownResources(folder)).toEqual(await truth())
  })

  it('is waited for across a restart of the program, and the export goes on where it was', async () => {
    const sandbox = await startSandbox()
    const folder = temporaryFolder()
    let isAway = false
    let files = 0
    const net = steered((request) => {
      if (isAway) return Promise.reject(refusal())
      if (isFile(request) && (files += 1) > 3) isAway = true
      return isAway ? Promise.reject(refusal()) : 'pass'
    })
    const stop = new AbortController()
    const storage = await testStorage(folder)
    const job = await openTestExport(storage, {
      ...sandbox,
      net,
      signal: stop.signal
    })
    const running = job.run().catch((error: unknown) => error)
    await expect.poll(() => job.progress.outage?.since).toBeTypeOf('number')
    await expect.poll(() => job.meter.wait?.attempts ?? 0).toBeGreaterThan(3)
    const since = job.progress.outage?.since
    stop.abort()
    expect(await running).toMatchObject({ code: 'cancelled' })
    const stored = job.progress.stored.size
    expect(stored).toBe(3)
    await job.close()

    // The server is away when the program starts: nothing of it can be asked, and the wait goes on.
    const again = await openTestExport(storage, { ...sandbox, net })
    const ending = again.run()
    await expect.poll(() => again.meter.wait?.since).toBe(since)
    isAway = false
    files = -1000
    const { result } = await ending
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    expect(again.progress.outage).toBeUndefined()
    await again.close()
    await storage.release()
    const asked = sandbox.server.seen.filter(({ path }) => path.includes('/files/')).map(({ path }) => path)
    expect(new Set(asked).size).toBe(asked.length)
    expect(sandbox.server.seen.filter(({ path }) => path.includes('$export'))).toHaveLength(1)
    expect(await shownResources(folder)).toEqual(await truth())
  })

  it('for longer than there is time leaves an export that can be resumed, and shows nothing', async () => {
    const sandbox = await startSandbox()
    let isAway = true
    const net = steered((request) => (isAway && isFile(request) ? Promise.reject(refusal()) : 'pass'))
    const first = await exportOnce(sandbox, {}, { net, policy: { ...quick, holdMs: 30 } })
    expect(first.result.state).toBe('failed')
    expect(first.result.issues.at(-1)?.text).toMatch(/could not be reached for too long/)
    expect((await shownResources(first.folder)).size).toBe(0)
    isAway = false
    const { result } = await exportOnce(sandbox, {}, { net }, first.folder)
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    expect(await shownResources(first.folder)).toEqual(await truth())
  })

  it('for one file alone makes that one missing and does not keep the others', async () => {
    const sandbox = await startSandbox()
    let bad: string | undefined
    const net = steered((request) => {
      if (!isFile(request)) return 'pass'
      bad ??= request.url
      return request.url === bad ? answer(503) : 'pass'
    })
    const { result } = await exportOnce(sandbox, {}, { net })
    expect(result.state).toBe('partial')
    expect(result.issues).toMatchObject([{ text: expect.stringMatching(/not for this file/) as string }])
    const arrived = new Set(sandbox.server.seen.filter(({ path }) => path.includes('/files/')).map(({ path }) => path))
    expect(arrived.size).toBeGreaterThanOrEqual(8)
  })
})

describe('links to files', () => {
  it('that expire while twenty files are in flight are replaced by those of a fresh list', async () => {
    const history = smallHistory(60, 5)
    const sandbox = await startSandbox({ history })
    let expired = 0
    let lists = 0
    const net = steered((request) => {
      if (request.url.includes('export-status')) lists += 1
      if (!isFile(request) || expired >= 20) return 'pass'
      expired += 1
      return answer([401, 403, 404, 410][expired % 4]!)
    })
    const { result, folder } = await exportOnce(sandbox, {}, { net })
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    expect(lists).toBeGreaterThan(1)
    expect(await shownResources(folder)).toEqual(await trueResources(history))
  })

  it('that live for a few files only are renewed as often as it takes', async () => {
    const history = smallHistory(60, 5)
    const sandbox = await startSandbox({ history })
    let left = 0
    const net = steered((request) => {
      if (request.url.includes('export-status')) left = 4
      if (!isFile(request)) return 'pass'
      return (left -= 1) < 0 ? answer(410) : 'pass'
    })
    const { result, folder } = await exportOnce(sandbox, {}, { net })
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    expect(await shownResources(folder)).toEqual(await trueResources(history))
  })

  it('without TLS make their file missing, and no other', async () => {
    const sandbox = await startSandbox()
    const plain = createNodeNet()
    const net: NetPort = {
      async send(request) {
        const response = await plain.send(request)
        if (!request.url.includes('export-status') || response.status !== 200) return response
        let text = ''
        for await (const chunk of response.body) text += Buffer.from(chunk).toString()
        const manifest = JSON.parse(text) as { output: { url: string }[] }
        manifest.output[0]!.url = 'http://files.example.org/one.ndjson'
        async function* body(): AsyncGenerator<Uint8Array> {
          yield Buffer.from(JSON.stringify(manifest))
        }
        return { ...response, headers: {}, body: body() }
      }
    }
    const { result, folder } = await exportOnce(sandbox, {}, { net })
    expect(result.state).toBe('partial')
    expect(result.issues.filter(({ severity }) => severity === 'error')).toMatchObject([
      { text: expect.stringMatching(/Only https/) as string }
    ])
    const shown = await shownResources(folder)
    expect(shown.size).toBe((await truth()).size - 5)
  })
})

describe('a server that cannot start the export', () => {
  it('permanently ends it in bounded time, with its attempts shown', async () => {
    const sandbox = await startSandbox()
    const net = steered(({ url }) => (url.includes('$export') ? answer(500) : 'pass'))
    const storage = await testStorage(temporaryFolder())
    const job = await openTestExport(storage, { ...sandbox, net })
    const running = job.run()
    await expect
      .poll(() => job.meter.wait)
      .toMatchObject({
        attempts: expect.any(Number) as number,
        reason: 'The server could not begin the export (HTTP 500).'
      })
    const { result } = await running
    expect(result.state).toBe('failed')
    await job.close()
    await storage.release()
  })

  it('says no once and is not asked again', async () => {
    const sandbox = await startSandbox()
    let asked = 0
    const net = steered(({ url }) => (url.includes('$export') ? ((asked += 1), answer(403)) : 'pass'))
    const { result } = await exportOnce(sandbox, {}, { net })
    expect(result.state).toBe('failed')
    expect(asked).toBe(1)
  })
})
