import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../src-main/sample/server/fault-plan.ts'
import {
  exportOnce,
  shownResources,
  smallHistory,
  startSandbox,
  trueResources,
  type Sandbox
} from '../../integration/bulk/sandbox.ts'
import { diskFiles, type StoreFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { quick } from '../../support/export-parts.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Faults on which other clients are known to fail, one test for each failure. */
function withFaults(...faults: Fault[]): Promise<Sandbox> {
  return startSandbox({ faults })
}

const polls = ({ server }: Sandbox): number =>
  server.seen.filter(({ path, method }) => method === 'GET' && path.includes('export-status')).length

describe('failures of other clients that ours does not have', () => {
  it('Retry-After as an HTTP date does not make it ask hundreds of times', async () => {
    const sandbox = await withFaults({ at: 'status', kind: 'retry-date', times: 3 })
    const started = Date.now()
    await exportOnce(sandbox, {}, { policy: { ...quick, delays: { floorMs: 100, firstMs: 100, capMs: 300 } } })
    expect(polls(sandbox)).toBeLessThanOrEqual(6)
    expect(Date.now() - started).toBeGreaterThan(300)
  })

  it('a connection that is cut in the middle of a file is gone on with, by Range and If-Range', async () => {
    const sandbox = await startSandbox({ faults: [{ at: 'file', kind: 'reset' }], history: smallHistory(60, 1000) })
    const { result, folder } = await exportOnce(sandbox)
    expect(result.state).toBe('committed')
    const resumed = sandbox.server.seen.find(({ headers }) => headers['range'] !== undefined)
    expect(resumed?.status).toBe(206)
    expect(resumed?.headers['if-range']).toMatch(/^"/)
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory(60, 1000)))
  })

  it('a file that changed meanwhile is not glued to its old beginning', async () => {
    const sandbox = await startSandbox({
      faults: [
        { at: 'file', kind: 'reset' },
        { at: 'file', kind: 'other-etag' }
      ],
      history: smallHistory(60, 1000)
    })
    const { folder } = await exportOnce(sandbox, { types: ['Condition'] })
    expect(
      sandbox.server.seen.filter(({ headers }) => headers['range'] !== undefined).map(({ status }) => status)
    ).toEqual([200])
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory(60, 1000), 0, ['Condition']))
  })

  it('a file that is cut never stands under its final name', async () => {
    const sandbox = await withFaults({ at: 'file', kind: 'cut-in-line', times: 1_000_000 })
    const { result } = await exportOnce(sandbox)
    expect(result.state).toBe('partial')
    expect(result.issues[0]?.text).toMatch(/middle of a line/)
    const early = temporaryFolder()
    const stop = new AbortController()
    const stopping = {
      signal: stop.signal,
      onState: (state: string) => (state === 'downloading' ? stop.abort() : undefined)
    }
    await expect(exportOnce(sandbox, {}, stopping, early)).rejects.toMatchObject({ code: 'cancelled' })
    expect((await shownResources(early)).size).toBe(0)
  })

  it('a file that is cut at the end of a line is found by its count', async () => {
    const sandbox = await withFaults({ at: 'file', kind: 'cut-at-line-end', times: 1_000_000 })
    const { result } = await exportOnce(sandbox)
    expect(result.state).toBe('partial')
    expect(result.issues[0]?.text).toMatch(/less than the server announced/)
  })

  it.each(['neither-error-nor-outcome', 'outcome-for-error'] as const)('a manifest with %s is read', async (kind) => {
    const sandbox = await withFaults({ at: 'manifest', kind })
    const { result } = await exportOnce(sandbox, { associated: ['LatestProvenanceResources'] })
    expect(result.state).toBe('committed')
    if (kind === 'outcome-for-error') expect(result.issues).toMatchObject([{ severity: 'warning' }])
  })

  it('401 while polling, and tokens that end in the middle, are answered with a new token', async () => {
    const sandbox = await startSandbox({ pollsBeforeDone: 4, tokenSeconds: 300 })
    let states = 0
    const { result } = await exportOnce(
      sandbox,
      {},
      {
        onState: (state) => {
          states += 1
          if (state === 'polling' || state === 'downloading') sandbox.server.revokeTokens()
        }
      }
    )
    expect(result.state).toBe('committed')
    expect(states).toBeGreaterThan(5)
    const signedIn = sandbox.server.seen.filter(({ path }) => path === '/auth/token')
    expect(signedIn.length).toBe(3)
  })

  it('a byte order mark is no error', async () => {
    const { result } = await exportOnce(await withFaults({ at: 'file', kind: 'byte-order-mark' }))
    expect(result).toMatchObject({ state: 'committed', issues: [] })
  })

  it('requiresAccessToken "false" as text keeps the token at home', async () => {
    const sandbox = await startSandbox({ links: 'capability', faults: [{ at: 'manifest', kind: 'text-booleans' }] })
    const { result } = await exportOnce(sandbox)
    expect(result.state).toBe('committed')
    const files = sandbox.server.seen.filter(({ path }) => path.includes('/files/'))
    expect(files.length).toBeGreaterThan(3)
    expect(files.some(({ withToken }) => withToken)).toBe(false)
  })

  it('a redirect to another origin loses the token', async () => {
    const sandbox = await withFaults({ at: 'file', kind: 'redirect', times: 3 })
    const { result } = await exportOnce(sandbox)
    expect(result.state).toBe('committed')
    const stored = sandbox.server.seen.filter(({ path }) => path.startsWith('/storage/'))
    expect(stored.map(({ status, withToken }) => [status, withToken])).toEqual([
      [200, false],
      [200, false],
      [200, false]
    ])
  })

  it('an empty export is no success, and takes no weeks', async () => {
    const { result } = await exportOnce(await withFaults({ at: 'manifest', kind: 'empty-output' }))
    expect(result).toMatchObject({ state: 'partial', outcome: 'nothing', files: 0, bytes: 0 })
    expect(result.completeness?.state).toBe('empty')
    expect(result.seconds).toBeLessThan(60)
  })

  it('the export is deleted on the server, also when that fails at first', async () => {
    const sandbox = await withFaults({ at: 'delete', kind: 'server-error' })
    await exportOnce(sandbox)
    expect(sandbox.server.jobs()).toBe(0)
  })

  it('a disk that fails ends the export with its error, and nothing waits for ever', async () => {
    const sandbox = await startSandbox()
    const folder = temporaryFolder()
    const broken: StoreFiles = {
      ...diskFiles,
      async create(path) {
        const writer = await diskFiles.create(path)
        if (!path.endsWith('.sealed')) return writer
        return { ...writer, write: () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })) }
      }
    }
    await expect(exportOnce(sandbox, {}, { files: broken }, folder)).rejects.toMatchObject({ code: 'EIO' })
    const { result } = await exportOnce(sandbox, {}, {}, folder)
    expect(result.state).toBe('committed')
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory()))
  })
})
