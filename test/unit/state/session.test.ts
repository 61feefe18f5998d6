import { describe, expect, it, vi } from 'vitest'
import type { LoadReport } from '#engine/store/model/store.ts'
import type { Summary } from '#engine/population/panels/results/summary-result.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import { AppError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { PopulationContext } from '../../../src-renderer/state/navigation/context.svelte.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import { PanelQueries } from '../../../src-renderer/state/query/panels.svelte.ts'
import { Router } from '../../../src-renderer/state/navigation/router.svelte.ts'
import { closeAll } from '../../../src-renderer/state/session/close-all.ts'
import { Session } from '../../../src-renderer/state/session/session.svelte.ts'
import type { StoreApi } from '../../../src-renderer/workers/store/protocol/store-protocol.ts'
import type { LoadProgress } from '../../../src-renderer/workers/store/protocol/load-protocol.ts'
import { fakeHistory } from './fake-history.ts'

const report: LoadReport = {
  files: [],
  types: {},
  rejects: [],
  rejectsKept: 0,
  rejectCounts: {},
  patients: 3,
  bytes: 10,
  seconds: 1,
  release: 'R4'
} as unknown as LoadReport

const summary = { lastDay: 20_000, dimensions: [], registries: [] } as unknown as Summary

function start(load: StoreApi['load'], recalled?: number) {
  const calls: [string, unknown][] = []
  const asked: number[] = []
  const panelsAsked: string[] = []
  const held = new Map<string, Promise<unknown>>()
  const listeners = new Map<string, () => void>()
  const answers: Record<string, unknown> = {
    'imports.pending': {
      importId: 'import-1',
      label: 'Sample population',
      kind: 'sample',
      files: [{ name: 'a.ndjson', bytes: 4 }],
      skipped: [{ name: 'b.txt', reason: 'no' }]
    }
  }
  const transport = {
    call: (name: string, input: unknown) => {
      calls.push([name, input])
      return Promise.resolve(answers[name])
    },
    subscribe: (name: string, listener: () => void) => {
      listeners.set(name, listener)
      return () => undefined
    }
  } as unknown as Transport
  const loads = vi.fn(load)
  const cancels = vi.fn(() => Promise.resolve())
  const store = {
    load: loads,
    cancelLoad: cancels,
    close: vi.fn(() => Promise.resolve()),
    panel: (name: string, { asOf, filters }: Context) => {
      asked.push(asOf)
      panelsAsked.push(name)
      const answer = held.get(name)
      if (answer !== undefined) return answer
      return filters.some(({ dimension }) => dimension === 'ward')
        ? Promise.reject(new AppError('invalid-input', 'There is no such filter.'))
        : Promise.resolve(summary)
    }
  } as unknown as StoreApi
  let progress: ((progress: LoadProgress) => void) | undefined
  const router = new Router(fakeHistory())
  const context = new PopulationContext(router)
  const panels = new PanelQueries(store, context)
  const tasks = new BackgroundTasks()
  const session = new Session({
    transport,
    store,
    onProgress: (listener) => (progress = listener),
    router,
    context,
    panels,
    tasks,
    recallAsOf: () => recalled
  })
  return {
    session,
    loads,
    cancels,
    calls,
    answers,
    arrive: () => listeners.get('imports.arrived')?.(),
    asked,
    panelsAsked,
    /** Answers a panel with something else. */
    hold: (name: string, answer: Promise<unknown>) => {
      answer.catch(() => undefined)
      held.set(name, answer)
    },
    router,
    context,
    panels,
    tasks,
    report: (each: LoadProgress) => progress?.(each)
  }
}

describe('the session', () => {
  it('loads an import, opens the overview at the last day with data, and joins both lists of left-out files', async () => {
    const app = start(() => Promise.resolve({ report, skipped: [{ name: 'c.pdf', reason: 'no' }], parts: 1 }))
    await app.session.openPending()
    expect([app.session.phase, app.router.route.screen, app.context.asOf]).toEqual(['ready', 'overview', 20_000])
    expect(app.session.loaded?.skipped.map(({ name }) => name)).toEqual(['b.txt', 'c.pdf'])
    expect(app.panels.generation).toBe(1)
  })

  it('opens at the date that was chosen for these data before', async () => {
    const app = start(() => Promise.resolve({ report, skipped: [], parts: 1 }), 19_900)
    await app.session.openPending()
    expect([app.context.asOf, app.context.lastDay]).toEqual([19_900, 20_000])
  })

  it('counts people as of the last day with data, not as of today', async () => {
    const app = start(() => Promise.resolve({ report, skipped: [], parts: 1 }))
    await app.session.openPending()
    await vi.waitFor(() => expect(app.session.summary).toBe(summary))
    expect(app.asked.at(-1)).toBe(20_000)
    await app.session.refreshSummary()
    expect(app.asked.at(-1)).toBe(20_000)
  })

  it('shows data before it is known who is in registries, which is asked when the screen has its answers', async () => {
    const app = start(() => Promise.resolve({ report, skipped: [], parts: 1 }))
    const part = Promise.withResolvers<never>()
    app.hold('part', part.promise)
    await app.session.openPending()
    const answer = app.panels.fetch('part', { panel: 'overview', params: {}, part: 'people' })
    expect([app.session.phase, app.context.asOf, app.session.summary]).toEqual(['ready', 20_000, undefined])
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(app.panelsAsked).toEqual(['extent', 'part'])
    part.resolve({} as never)
    await answer
    await vi.waitFor(() => expect(app.session.summary).toBe(summary))
    expect(app.panelsAsked).toEqual(['extent', 'part', 'summary'])
    await app.session.close()
    expect(app.session.summary).toBeUndefined()
  })

  it('says so when it cannot be told what there is as a whole', async () => {
    const app = start(() => Promise.resolve({ report, skipped: [], parts: 1 }))
    app.hold('summary', Promise.reject(new AppError('unreadable-file', 'The columns are gone.')))
    await app.session.openPending()
    await vi.waitFor(() => expect(app.session.failure?.error.message).toBe('The columns are gone.'))
    expect(app.session.loaded?.report).toBe(report)
  })

  it('keeps the population before when a load fails, and says why', async () => {
    let fails = false
    const app = start(() =>
      fails
        ? Promise.reject(new AppError('unreadable-file', 'The file is gone.'))
        : Promise.resolve({ report, skipped: [], parts: 1 })
    )
    await app.session.openPending()
    const before = app.session.loaded
    fails = true
    await app.session.openPending()
    expect(app.session.loaded).toBe(before)
    expect([app.session.phase, app.session.failure?.error.message]).toEqual(['failed', 'The file is gone.'])
    app.session.dismissFailure()
    expect(app.session.phase).toBe('ready')
  })

  it('closes what was read under other rules, also what is being loaded and too far to be cancelled', async () => {
    const read = Promise.withResolvers<Awaited<ReturnType<StoreApi['load']>>>()
    const app = start(() => read.promise)
    const loading = app.session.openPending()
    await vi.waitFor(() => expect(app.session.phase).toBe('loading'))
    const closing = closeAll(app.session)
    read.resolve({ report, skipped: [], parts: 1 })
    await Promise.all([loading, closing])
    expect(app.cancels).toHaveBeenCalledOnce()
    expect([app.session.phase, app.session.loaded, app.router.route.screen]).toEqual(['empty', undefined, 'start'])
  })

  it('reports progress as a share of the bytes and can be cancelled without an error', async () => {
    let stop: (error: Error) => void = () => undefined
    const app = start(() => new Promise((_, reject) => (stop = reject)))
    const loading = app.session.openPending()
    await vi.waitFor(() => expect(app.session.phase).toBe('loading'))
    app.report({
      phase: 'reading',
      bytes: 1,
      totalBytes: 4,
      files: 0,
      totalFiles: 1,
      resources: 2,
      rejects: 0,
      seconds: 1
    })
    expect(app.tasks.running?.fraction).toBe(0.25)
    app.tasks.running?.cancel?.()
    stop(new AppError('cancelled', 'Canceled.'))
    await loading
    expect(app.cancels).toHaveBeenCalledOnce()
    expect([app.session.phase, app.session.failure, app.tasks.last?.outcome]).toEqual(['empty', undefined, 'cancelled'])
    expect(app.calls.filter(([name]) => name === 'imports.close')).toEqual([
      ['imports.close', { importId: 'import-1' }]
    ])
  })

  it('follows an address that was opened first, and shows the overview of other data loaded later', async () => {
    const app = start(() => Promise.resolve({ report, skipped: [], parts: 1 }))
    app.router.go({ screen: 'quality' })
    await app.session.openPending()
    expect(app.router.route.screen).toBe('quality')
    await app.session.openPending()
    expect(app.router.route.screen).toBe('overview')
  })

  it('keeps filters that the data understand, also where no list offers them, and learns their names', async () => {
    const app = start(() => Promise.resolve({ report, skipped: [], parts: 1 }))
    const [known, unknown] = ['diagnosis:x|1', 'ward'].map((dimension) => ({ dimension, values: ['yes'] }))
    app.context.setFilters([known!, unknown!])
    await app.session.openPending()
    expect(app.context.filters).toEqual([known])
    const named = { id: 'diagnosis:x|1', label: 'Asthma', group: 'people' as const, hidden: true, values: [] }
    app.session.learn([named])
    expect(app.session.dimensions).toEqual([named])
  })

  it('says what to choose when there is nothing to read', async () => {
    const app = start(() => Promise.resolve({ report, skipped: [], parts: 1 }))
    await app.session.openPicked({
      label: 'photos',
      files: [],
      skipped: [{ name: 'a.jpg', reason: 'no' }],
      isClusterRun: false
    })
    expect(app.session.failure?.error.code).toBe('invalid-input')
    expect(app.loads).not.toHaveBeenCalled()
  })

  it('says that files are not taken which are dropped while others are being loaded', async () => {
    const read = Promise.withResolvers<Awaited<ReturnType<StoreApi['load']>>>()
    const app = start(() => read.promise)
    const loading = app.session.openPending()
    await vi.waitFor(() => expect(app.session.phase).toBe('loading'))
    const dropped = { label: 'clinic', files: [], skipped: [], isClusterRun: false }
    await expect(app.session.openPicked(dropped)).rejects.toMatchObject({ code: 'not-allowed' })
    read.resolve({ report, skipped: [], parts: 1 })
    await loading
    expect([app.session.loaded?.label, app.session.failure]).toEqual(['Sample population', undefined])
  })

  it('opens files that the system hands over meanwhile as soon as others are open', async () => {
    const read = Promise.withResolvers<Awaited<ReturnType<StoreApi['load']>>>()
    const app = start(() => read.promise)
    const loading = app.session.openPending()
    await vi.waitFor(() => expect(app.session.phase).toBe('loading'))
    app.answers['imports.pending'] = {
      importId: 'import-2',
      label: 'Clinic',
      kind: 'files',
      files: [{ name: 'b.ndjson', bytes: 4 }],
      skipped: []
    }
    app.arrive()
    read.resolve({ report, skipped: [], parts: 1 })
    await loading
    await vi.waitFor(() => expect([app.session.phase, app.session.loaded?.label]).toEqual(['ready', 'Clinic']))
    expect(app.calls).toContainEqual(['imports.close', { importId: 'import-1' }])
  })

  it('closes what was listed a second time while the first is being loaded, and not what that reads', async () => {
    const read = Promise.withResolvers<Awaited<ReturnType<StoreApi['load']>>>()
    const app = start(() => read.promise)
    const listing = (importId: string) => ({
      importId,
      label: 'Clinic',
      kind: 'files' as const,
      files: [{ name: 'a.ndjson', bytes: 4 }],
      skipped: []
    })
    const open = (importId: string) => app.session.openListing('The data', async () => listing(importId))
    const opening = [open('first'), open('second'), open('first')]
    await vi.waitFor(() => expect(app.calls).toContainEqual(['imports.close', { importId: 'second' }]))
    read.resolve({ report, skipped: [], parts: 1 })
    await Promise.all(opening)
    expect(app.loads).toHaveBeenCalledOnce()
    expect(app.calls).not.toContainEqual(['imports.close', { importId: 'first' }])
  })

  it('forgets everything when the data are closed', async () => {
    const app = start(() => Promise.resolve({ report, skipped: [], parts: 1 }))
    await app.session.openPending()
    app.context.filter({ dimension: 'sex', values: ['female'] })
    await app.session.close()
    expect([app.session.phase, app.router.route.screen, app.context.filters]).toEqual(['empty', 'start', []])
    expect(app.panels.generation).toBeLessThanOrEqual(0)
  })
})
