import { describe, expect, it } from 'vitest'
import { defaultSnapshot } from '#shared/snapshot.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { NetPort } from '../../../src-main/ports/host.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { smallHistory, trueResources } from '../bulk/sandbox.ts'
import { connected, resourcesOf, type Connected } from './connected.ts'

const types = ['Patient', 'Condition']

/** Services of which two files cannot be had while `broken` is set. */
async function withBrokenFiles(): Promise<Connected & { readonly server: { broken: boolean } }> {
  const server = { broken: true }
  const net = createNodeNet()
  async function* nothing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('')
  }
  const breaking: NetPort = {
    async send(request) {
      if (server.broken && /\/files\/[^/]+\/[01]\./.test(request.url))
        return { status: 500, headers: {}, body: nothing(), close: () => undefined }
      return net.send(request)
    }
  }
  const limits = { runs: 0, days: 0 }
  const services = await connected({}, { types: { kind: 'chosen', types } }, temporaryFolder(), limits, breaking)
  return { ...services, server }
}

async function exported(
  { services, jobs, id }: Connected,
  kind: 'full' | 'incremental' = 'full'
): Promise<Awaited<ReturnType<Connected['services']['exports']['get']>>> {
  const run = await services.exports.start(id, kind, 'asked')
  await jobs.ended(run.id)
  return services.exports.get(run.id)
}

describe('an export of which files are missing', () => {
  it('is marked, is never the default and never built on; the missing files are fetched and nothing else', async () => {
    const services = await withBrokenFiles()
    const { kept, jobs, sandbox } = services
    const partial = await exported(services)
    expect(partial).toMatchObject({
      state: 'partial',
      completeness: { state: 'partial' },
      problem: { action: 'fetch-missing' },
      can: { fetchMissing: true }
    })
    expect(partial.problem?.what).toMatch(/^Incomplete data. Missing: /)
    const [entry] = await kept.store.list()
    expect(entry).toMatchObject({ completeness: 'partial', facts: { completeness: { state: 'partial' } } })
    expect(defaultSnapshot(await kept.store.list())).toBeUndefined()

    services.server.broken = false
    const before = sandbox.server.seen.length
    const repair = await services.services.exports.fetchMissing(partial.id)
    await jobs.ended(repair.id)
    const whole = await services.services.exports.get(repair.id)
    expect(whole).toMatchObject({ state: 'committed', repairs: true, completeness: { state: 'complete', missing: [] } })
    const asked = sandbox.server.seen.slice(before).filter(({ path }) => path.includes('/files/'))
    expect(asked.length).toBe(partial.files - partial.filesStored)
    expect(whole).toMatchObject({ files: asked.length, filesStored: asked.length })
    expect(whole.types.every(({ state }) => state === 'stored')).toBe(true)
    expect(sandbox.server.seen.slice(before).some(({ path }) => path.includes('$export'))).toBe(false)
    const truth = await trueResources(smallHistory(), 0, ['Patient', 'Condition'])
    expect(await resourcesOf(services, whole.snapshot!)).toEqual(truth)
    expect(defaultSnapshot(await kept.store.list())?.id).toBe(whole.snapshot)

    sandbox.server.advance()
    const refreshed = await exported(services, 'incremental')
    expect(refreshed).toMatchObject({ kind: 'incremental', state: 'committed' })
    const later = await trueResources(smallHistory(), 1, ['Patient', 'Condition'])
    expect(await resourcesOf(services, refreshed.snapshot!)).toEqual(later)
  })

  it('is completed by a new export of the missing types when it is not on the server any more', async () => {
    const services = await withBrokenFiles()
    const { jobs, sandbox } = services
    const partial = await exported(services)
    const missing = partial.completeness?.missing.map(({ type }) => type)
    const status = sandbox.server.seen.find(({ path }) => path.includes('export-status'))!
    services.server.broken = false
    const { withToken: _, ...asked } = status
    await fetch(new URL(asked.path, sandbox.base), {
      method: 'DELETE',
      headers: { authorization: asked.headers['authorization']! }
    })
    const token = sandbox.server.seen.length
    const repair = await services.services.exports.fetchMissing(partial.id)
    await jobs.ended(repair.id)
    const whole = await services.services.exports.get(repair.id)
    expect(whole).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
    const kickOff = sandbox.server.seen.slice(token).find(({ path }) => path.includes('$export'))
    expect(missing).toHaveLength(1)
    expect(new URLSearchParams(kickOff?.path.split('?')[1]).get('_type')).toBe(missing![0])
    expect(await resourcesOf(services, whole.snapshot!)).toEqual(await trueResources(smallHistory(), 0, types))
  })

  it('does not take the place of the last complete one when a refresh follows', async () => {
    const services = await connected({ faults: [] })
    const { kept, sandbox } = services
    const whole = await exported(services)
    expect(defaultSnapshot(await kept.store.list())?.id).toBe(whole.snapshot)
    sandbox.server.advance()
    expect((await exported(services, 'incremental')).since).toBe(whole.transactionTime)
  })
})

describe('a refresh', () => {
  it('stores nothing new when nothing changed, and the next one asks since then', async () => {
    const services = await connected()
    const { kept } = services
    await exported(services)
    const run = await exported(services, 'incremental')
    expect(run).toMatchObject({ state: 'committed', unchanged: true, bytes: 0 })
    expect(services.audited.at(-1)).toMatchObject({ action: 'export.ended', outcome: 'success' })
    expect(run.snapshot).toBeUndefined()
    expect(await kept.store.list()).toHaveLength(1)
    services.sandbox.server.advance()
    const changed = await exported(services, 'incremental')
    expect(changed).toMatchObject({ kind: 'incremental', since: run.transactionTime, state: 'committed' })
    expect(await resourcesOf(services, changed.snapshot!)).toEqual(await trueResources(smallHistory(), 1))
  })

  it.each([
    ['types', { types: { kind: 'chosen', types: ['Patient', 'Condition'] } }, /resource types changed/],
    ['filters', { typeFilters: ['Condition?code=a'] }, /filters changed/],
    ['level', { level: 'patient' }, /level of the export changed/]
  ] as const)('fetches everything after a change of %s', async (_, change, sentence) => {
    const services = await connected({}, { types: { kind: 'chosen', types: ['Patient'] } })
    await exported(services)
    const { connections } = services.services
    const { settings } = await connections.get(services.id)
    await connections.change(services.id, { ...settings, ...structuredClone(change) } as typeof settings)
    const run = await exported(services, 'incremental')
    expect(run).toMatchObject({ kind: 'full', fullBecause: expect.stringMatching(sentence) as string })
    expect(run.since).toBeUndefined()
  })
})

describe('an export that brings nothing, or much less', () => {
  it('makes no snapshot and is not done', async () => {
    const services = await connected({ faults: [{ at: 'manifest', kind: 'empty-output' }] })
    const run = await exported(services)
    expect(run).toMatchObject({ state: 'partial', completeness: { state: 'empty' } })
    expect(run.snapshot).toBeUndefined()
    expect(run.problem?.what).toMatch(/^Nothing arrived/)
    expect(await services.kept.store.list()).toEqual([])
  })
})
