import { describe, expect, it } from 'vitest'
import { defaultSnapshot } from '#shared/snapshot.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { NetPort } from '../../../src-main/ports/host.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { SampleServerSettings } from '../../../src-main/sample/server/sample-server.ts'
import { createMemoryHistory } from '../../support/memory-history.ts'
import { smallHistory, trueResources } from '../bulk/sandbox.ts'
import { connected, resourcesOf, type Connected } from './connected.ts'

const types = ['Patient', 'Condition']

interface BrokenServer {
  /** Addresses of files that cannot be had. */
  broken: RegExp | undefined
}

/** Services of which two files cannot be had until `broken` is changed. */
async function withBrokenFiles(
  options: Partial<SampleServerSettings> = {}
): Promise<Connected & { readonly server: BrokenServer }> {
  const server: BrokenServer = { broken: /\/files\/[^/]+\/[01]\./ }
  const net = createNodeNet()
  async function* nothing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('')
  }
  const breaking: NetPort = {
    async send(request) {
      if (server.broken?.test(request.url) === true)
        return { status: 500, headers: {}, body: nothing(), close: () => undefined }
      return net.send(request)
    }
  }
  const limits = { runs: 0, days: 0 }
  const services = await connected(options, { types: { kind: 'chosen', types } }, temporaryFolder(), limits, breaking)
  return { ...services, server }
}

async function exported(
  { services, exportService, id }: Connected,
  kind: 'full' | 'incremental' = 'full'
): Promise<Awaited<ReturnType<Connected['services']['exports']['get']>>> {
  const run = await services.exports.start(id, kind, 'asked')
  await exportService.ended(run.id)
  return services.exports.get(run.id)
}

/** Fetches what an export lacks. */
async function repaired({ services, exportService }: Connected, id: string): ReturnType<typeof exported> {
  const run = await services.exports.fetchMissing(id)
  await exportService.ended(run.id)
  return services.exports.get(run.id)
}

/** Removes the export that began last from the server. */
async function forgetOnServer({ sandbox }: Connected): Promise<void> {
  const { path, headers } = sandbox.server.seen.findLast((request) => request.path.includes('export-status'))!
  const authorization = headers['authorization']!
  await fetch(new URL(path, sandbox.base), { method: 'DELETE', headers: { authorization } })
}

function ofType(resources: ReadonlyMap<string, string>, type: string): Map<string, string> {
  return new Map([...resources].filter(([key]) => key.startsWith(`${type}/`)))
}

describe('an export of which files are missing', () => {
  it('is marked, is never the default and never built on; the missing files are fetched and nothing else', async () => {
    const services = await withBrokenFiles()
    const { kept, exportService, sandbox } = services
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

    services.server.broken = undefined
    const before = sandbox.server.seen.length
    const repair = await services.services.exports.fetchMissing(partial.id)
    await exportService.ended(repair.id)
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
    const { exportService, sandbox } = services
    const partial = await exported(services)
    const missing = partial.completeness?.missing.map(({ type }) => type)
    services.server.broken = undefined
    await forgetOnServer(services)
    const token = sandbox.server.seen.length
    const repair = await services.services.exports.fetchMissing(partial.id)
    await exportService.ended(repair.id)
    const whole = await services.services.exports.get(repair.id)
    expect(whole).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
    const kickOff = sandbox.server.seen.slice(token).find(({ path }) => path.includes('$export'))
    expect(missing).toHaveLength(1)
    expect(new URLSearchParams(kickOff?.path.split('?')[1]).get('_type')).toBe(missing![0])
    expect(await resourcesOf(services, whole.snapshot!)).toEqual(await trueResources(smallHistory(), 0, types))
  })

  it('takes a type as it is now when a new export brought all of it', async () => {
    const services = await withBrokenFiles()
    const partial = await exported(services)
    const [missing] = partial.completeness!.missing.map(({ type }) => type!)
    const other = types.find((type) => type !== missing)!
    services.server.broken = undefined
    await forgetOnServer(services)
    services.sandbox.server.advance()
    const whole = await repaired(services, partial.id)
    expect(whole).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
    const shown = await resourcesOf(services, whole.snapshot!)
    expect(ofType(shown, missing!)).toEqual(await trueResources(smallHistory(), 1, [missing!]))
    expect(ofType(shown, other)).toEqual(await trueResources(smallHistory(), 0, [other]))
    expect(whole.resources).toBe(shown.size)
  })

  it('keeps all that had arrived when a new export of the missing types is incomplete as well', async () => {
    const services = await withBrokenFiles()
    const { kept, sandbox, server } = services
    server.broken = /\/files\/[^/]+\/0\./
    const partial = await exported(services)
    const before = await resourcesOf(services, partial.snapshot!)
    await forgetOnServer(services)
    sandbox.server.advance()

    server.broken = /\/files\/[^/]+\/[12]\./
    const again = await repaired(services, partial.id)
    expect(again).toMatchObject({ state: 'partial', completeness: { state: 'partial' }, can: { fetchMissing: true } })
    const shown = await resourcesOf(services, again.snapshot!)
    const [missing] = again.completeness!.missing.map(({ type }) => type!)
    const now = await trueResources(smallHistory(), 1, [missing!])
    expect(shown.size).toBeGreaterThan(before.size)
    expect([...shown.keys()]).toEqual(expect.arrayContaining([...before.keys()]))
    // What arrived twice is as it arrived last.
    const news = [...shown].filter(([key, line]) => line !== before.get(key))
    expect(news.length).toBeGreaterThan(0)
    for (const [key, line] of news) expect(line).toBe(now.get(key))
    const entry = (await kept.store.list()).find(({ id }) => id === again.snapshot)
    expect(entry?.facts?.resources).toBe(shown.size)
    expect(again.resources).toBe(shown.size)

    server.broken = undefined
    const seen = sandbox.server.seen.length
    const whole = await repaired(services, again.id)
    expect(whole).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
    expect(sandbox.server.seen.slice(seen).some(({ path }) => path.includes('$export'))).toBe(false)
    const complete = await resourcesOf(services, whole.snapshot!)
    expect([...complete]).toEqual(expect.arrayContaining([...now]))
    expect(whole.resources).toBe(complete.size)

    // The other type is of the first moment, so the next refresh asks since then.
    const refreshed = await exported(services, 'incremental')
    expect(refreshed.since).toBe(partial.transactionTime)
    expect(await resourcesOf(services, refreshed.snapshot!)).toEqual(await trueResources(smallHistory(), 1, types))
  })

  it('counts a person once, however often the server lists them', async () => {
    const patient = (id: string): string => `{"resourceType":"Patient","id":"${id}"}`
    const lines = ['p1', 'p2', 'p1', 'p3', 'p2', 'p1'].map(patient)
    const history = createMemoryHistory([{ at: '2026-01-31T00:00:00Z', lines }], 2)
    const services = await withBrokenFiles({ history })
    services.server.broken = undefined
    const run = await exported(services)
    expect(run).toMatchObject({ state: 'committed', resources: 6 })
    const [entry] = await services.kept.store.list()
    expect(entry?.facts).toMatchObject({ patients: 3, resources: 6 })
    expect(await services.services.exports.health(services.id, 30)).toMatchObject([{ patients: 3 }])
  })

  it('is compared with the last complete data when its missing files have come', async () => {
    const people = (count: number, time: string): { at: string; lines: string[] } => ({
      at: time,
      lines: Array.from({ length: count }, (_, n) => [
        `{"resourceType":"Patient","id":"p${n}"}`,
        `{"resourceType":"Condition","id":"c${n}","subject":{"reference":"Patient/p${n}"}}`
      ]).flat()
    })
    const history = createMemoryHistory([people(20, '2026-01-31T00:00:00Z'), people(6, '2026-02-28T00:00:00Z')], 2)
    const services = await withBrokenFiles({ history })
    const { broken } = services.server
    services.server.broken = undefined
    const first = await exported(services)
    expect(first).toMatchObject({ state: 'committed', completeness: { state: 'complete' }, resources: 40 })

    services.server.broken = broken
    services.sandbox.server.advance()
    const partial = await exported(services)
    expect(partial).toMatchObject({ completeness: { state: 'partial' } })
    services.server.broken = undefined
    const mended = await repaired(services, partial.id)
    expect(mended).toMatchObject({ resources: 12, completeness: { state: 'smaller', missing: [] } })
    expect(mended.completeness?.smaller?.[0]).toEqual({ before: 40, now: 12 })
    expect(defaultSnapshot(await services.kept.store.list())?.id).toBe(first.snapshot)
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
    ['filters', { typeFilters: ['Patient?gender=female'] }, /filters changed/],
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
