import { describe, expect, it } from 'vitest'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { NetPort } from '../../../src-main/ports/host.ts'
import { generic } from '../../../src-main/vendors/generic.ts'
import { exportOnce, shownResources, smallHistory, startSandbox, trueResources } from './sandbox.ts'

describe('ways of servers', () => {
  it('files that are ready early are fetched while the server makes the rest', async () => {
    const sandbox = await startSandbox({ pollsBeforeDone: 4 })
    const net = createNodeNet()
    const fetching = Promise.withResolvers<void>()
    let statusRequests = 0
    // However fast this computer is, the server has not made the rest before a file was asked for.
    const watched: NetPort = {
      async send(request) {
        if (request.url.includes('/files/')) fetching.resolve()
        else if (request.url.includes('export-status') && request.method === 'GET' && ++statusRequests > 4)
          await fetching.promise
        return net.send(request)
      }
    }
    const { result, folder } = await exportOnce(sandbox, { partial: true }, { net: watched })
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory()))
    const { seen } = sandbox.server
    const firstFile = seen.findIndex(({ path }) => path.includes('/files/'))
    const lastLook = seen.map(({ path }) => path.includes('export-status')).lastIndexOf(true, seen.length - 2)
    expect(firstFile).toBeGreaterThan(0)
    expect(firstFile).toBeLessThan(lastLook)
    // Nothing is fetched twice.
    const files = seen.filter(({ path }) => path.includes('/files/')).map(({ path }) => path)
    expect(new Set(files).size).toBe(files.length)
  })

  it('the state of the export is told apart from that of the request', async () => {
    const sandbox = await startSandbox({ pollsBeforeDone: 3 })
    const { result } = await exportOnce(sandbox, { statusApart: true })
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    const statusRequests = sandbox.server.seen.filter(
      ({ path, method }) => method === 'GET' && path.includes('export-status')
    )
    expect(new Set(statusRequests.map(({ status }) => status))).toEqual(new Set([200]))
    expect(statusRequests.length).toBeGreaterThanOrEqual(4)
  })

  it('files whose links are over first are fetched first', async () => {
    const sandbox = await startSandbox({ faults: [{ at: 'manifest', kind: 'paged' }], gzip: false })
    const net = createNodeNet()
    const soon = new Date(Date.now() + 60_000).toUTCString()
    const hasty: NetPort = {
      async send(request) {
        const response = await net.send(request)
        const second = request.url.includes('page=1')
        return second ? { ...response, headers: { ...response.headers, expires: soon } } : response
      }
    }
    const { result, folder } = await exportOnce(sandbox, {}, { net: hasty })
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory()))
    const order = sandbox.server.seen.flatMap(({ path }) => /\/files\/[^/]+\/(\d+)\./.exec(path)?.[1] ?? []).map(Number)
    const secondPage = order.length - Math.ceil(order.length / 2)
    expect(Math.min(...order.slice(0, secondPage))).toBe(order.length - secondPage)
  })

  it('a parameter that is refused is left out, and that is said', async () => {
    const sandbox = await startSandbox({ faults: [{ at: 'kick-off', kind: 'refuses-parameter' }] })
    const { result, folder } = await exportOnce(sandbox, { since: '2026-01-01T00:00:00Z' })
    expect(result.state).toBe('committed')
    expect(result.issues).toEqual([
      { severity: 'warning', text: 'The server does not take _since, so it was asked again without it.' }
    ])
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory()))
  })

  it('a refresh by a server that does not take _since is everything, and nothing old', async () => {
    const sandbox = await startSandbox()
    const { folder } = await exportOnce(sandbox)
    sandbox.server.advance()
    const deaf = await startSandbox({
      history: smallHistory(),
      faults: [{ at: 'kick-off', kind: 'refuses-parameter' }]
    })
    deaf.server.advance()
    const { result } = await exportOnce(deaf, {}, { refresh: true }, folder)
    expect(result.state).toBe('committed')
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory(), 1))
  })

  it('a filter that a server ignores is noticed', async () => {
    const sandbox = await startSandbox()
    const kept = await exportOnce(sandbox, { types: ['Condition'], typeFilters: ['Condition?code=a'] })
    expect(kept.result.issues).toEqual([])
    const without = { ...sandbox, base: sandbox.base }
    const ignoring = await exportOnce(
      without,
      { types: ['Condition'], typeFilters: ['Condition?code=a'] },
      { net: withoutFilters() }
    )
    expect(ignoring.result.issues).toEqual([
      { severity: 'warning', text: expect.stringMatching(/^6 resources of Condition do not fit/) as string }
    ])
    const odd = await exportOnce(
      sandbox,
      { types: ['Condition'], typeFilters: ['Condition?encounter=e1'] },
      { net: withoutFilters(), profile: generic }
    )
    expect(odd.result.issues).toMatchObject([{ severity: 'information' }])
  })
})

/** A network behind which `_typeFilter` is lost. */
function withoutFilters(): NetPort {
  const net = createNodeNet()
  return { send: (request) => net.send({ ...request, url: request.url.replace(/&?_typeFilter=[^&]*/, '') }) }
}
