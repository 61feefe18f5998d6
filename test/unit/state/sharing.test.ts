import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../../../src-renderer/state/app.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import { sharingOf } from '../../../src-renderer/state/sharing/sharing.svelte.ts'

const aggregate = { key: 'people', title: 'People', group: '', people: 400 }
const registry = { kind: 'registry', id: 'diabetes', hash: 'c'.repeat(64) } as const
const pack = {
  series: 'network',
  asOf: '2026-06-30',
  aggregates: [aggregate],
  definitions: [{ id: registry.id, sha256: registry.hash }]
}

const women = { id: 'women', definition: { steps: [{ type: 'filter', dimension: 'sex', values: ['female'] }] } }
const others = { id: 'others', definition: { steps: [{ type: 'cohort', cohort: 'women', exclude: true }] } }
/** Cohorts as they are saved, none of which goes into a pack unless it is chosen. */
const notChosen = { chosen: [], saved: [women, others], approvals: {} }

/** Names a call. */
const task: unknown = expect.any(String)
const count = { of: 'people', where: [], asOf: 20634, current: true, data: 'monday', count: 400, label: 'People' }

/** A page with drafts in memory, whose worker answers as it is told. */
function page(sharePack: () => Promise<unknown>) {
  const drafts = new Map<string, unknown>()
  const calls: [string, unknown][] = []
  const asked = vi.fn(sharePack)
  const compared = vi.fn((..._asked: readonly unknown[]) =>
    Promise.resolve({ csv: '', aggregates: [], pack, definitions: [registry] })
  )
  const app = {
    info: { version: '1.2.3' },
    cohorts: { list: [women, others], find: (id: string) => [women, others].find((each) => each.id === id) },
    context: { asOf: 20634 },
    smallCells: { exportLimit: 10, limit: 0 },
    session: { replaced: 1, loaded: { extent: { snapshot: { id: 's' }, identity: { people: [1], data: 'monday' } } } },
    definitions: {
      load: () => Promise.resolve(),
      list: {
        journal: 'open',
        definitions: [
          { ...registry, state: 'approved' },
          { kind: 'cohort', id: 'others', state: 'draft' }
        ]
      }
    },
    store: {
      packCounts: () => Promise.resolve([count]),
      sharePack: asked,
      comparedPackCounts: () => Promise.resolve([count]),
      sharedPackCompare: compared,
      shareDataSet: () =>
        Promise.resolve({ file: new Blob(), report: { tables: [] }, definitions: [{ kind: 'view', id: 'r4/patient' }] })
    },
    drafts: {
      names: () => [...drafts.keys()],
      readValue: (name: string) => drafts.get(name),
      writeValue: (name: string, _: number, value: unknown) => drafts.set(name, value)
    },
    tasks: new BackgroundTasks(),
    toasts: { show: vi.fn() },
    transport: {
      subscribe: () => () => undefined,
      call: (name: string, input: unknown) => {
        calls.push([name, input])
        return Promise.resolve(name === 'published.enter' ? { entry: 1, withheld: ['told'], small: 0 } : { record: 7 })
      }
    }
  }
  return { app, sharing: sharingOf(app as unknown as App), asked, compared, calls }
}

const saved = vi.fn()
beforeEach(() => saved.mockClear())

describe('sharing', () => {
  it('saves a pack between two records, remembers what it showed, and tells that to the next of its series', async () => {
    const { sharing, asked, calls } = page(() => Promise.resolve({ made: { pack, seal: 'ab' }, text: '{}' }))
    sharing.series = ' network '
    await sharing.makePack(saved)
    expect(calls).toEqual([
      ['published.enter', { what: 'site-pack', format: 'json', title: 'network', people: [1], counts: [count], task }],
      ['data.exporting', { what: 'site-pack', format: 'json', rows: 1, names: false, definitions: [{ ...registry }] }],
      ['data.exported', { record: 7, done: true }]
    ])
    expect(saved.mock.calls[0]![0]).toBe('network-2026-06-30.pack.json')
    const first = { series: 'network', asOf: 20634, limit: 10, engine: '1.2.3', earlier: [], cohorts: notChosen }
    expect(asked.mock.calls[0]).toEqual([
      { ...first, approvals: { diabetes: 'approved' }, register: { data: 'monday', withheld: ['told'] } }
    ])
    await sharing.makePack(saved)
    expect(asked.mock.calls[1]).toMatchObject([
      { earlier: [{ asOf: '2026-06-30', aggregates: [{ key: 'people', people: 400 }] }] }
    ])
  })

  it('puts cohorts that are chosen into the pack, and names them and those that they name in the audit log', async () => {
    const { sharing, asked, calls } = page(() => Promise.resolve({ made: { pack, seal: 'ab' }, text: '{}' }))
    sharing.series = 'network'
    sharing.chosen = ['others']
    await sharing.makePack(saved)
    expect(asked.mock.calls[0]).toMatchObject([
      { cohorts: { chosen: ['others'], saved: [women, others], approvals: { others: 'draft' } } }
    ])
    expect(calls[1]).toMatchObject([
      'data.exporting',
      { definitions: [registry, { kind: 'cohort', id: 'others' }, { kind: 'cohort', id: 'women' }] }
    ])
  })

  it('names what a comparison and a data set rest on', async () => {
    const { sharing, compared, calls } = page(() => Promise.reject(new Error('not asked')))
    await sharing.compare('{}', '')
    await sharing.exportComparison(saved)
    await sharing.writeDataSet('safe-harbor', undefined, saved)
    expect(compared.mock.calls[1]).toEqual([
      '{}',
      undefined,
      20634,
      10,
      { data: 'monday', withheld: ['told'] },
      notChosen.saved
    ])
    expect(calls).toMatchObject([
      ['publishers.check', { what: 'site-pack', bytes: 2 }],
      ['published.enter', { what: 'figures', format: 'csv', title: 'network', people: [1], counts: [count], task }],
      ['data.exporting', { what: 'figures', definitions: [registry] }],
      ['data.exported', { done: true }],
      ['data.exporting', { what: 'deidentified-set', definitions: [{ kind: 'view', id: 'r4/patient' }] }],
      ['data.exported', { done: true }]
    ])
  })

  it('compares a pack with the data on the screens, as of one date, and writes that once', async () => {
    const { app, sharing, compared } = page(() => Promise.reject(new Error('not asked')))
    await sharing.compare('{}', '')
    app.context.asOf = 20_000
    expect([sharing.compared?.pack, sharing.comparedAsOf]).toEqual([pack, 20_634])
    await Promise.all([sharing.exportComparison(saved), sharing.exportComparison(saved)])
    // As it is shown.
    expect(compared.mock.calls.map(([, , asOf]) => asOf)).toEqual([20_634, 20_634])
    expect(saved).toHaveBeenCalledOnce()
    app.session.replaced = 2
    expect([sharing.compared, sharing.comparedAsOf]).toEqual([undefined, undefined])
    await sharing.exportComparison(saved)
    expect(saved).toHaveBeenCalledOnce()
  })

  it('says why there is no pack, and remembers nothing', async () => {
    const { sharing, calls } = page(() => Promise.reject(new Error('refused')))
    sharing.series = 'network'
    await sharing.makePack(saved)
    expect(sharing.problem).toBeDefined()
    expect([sharing.made, sharing.running, sharing.known]).toEqual([undefined, undefined, []])
    // What would have left counts as known to others.
    expect(calls.map(([name]) => name)).toEqual(['published.enter'])
    expect(saved).not.toHaveBeenCalled()
  })
})
