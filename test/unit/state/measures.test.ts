import { describe, expect, it } from 'vitest'
import type { InstalledMeasure, RunSummary } from '#engine/measures/content/installed-measure.ts'
import { AppError } from '#shared/app-error.ts'
import { defaultSettings } from '#shared/settings-schema.ts'
import type { PackEntry } from '#shared/contract/measures.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import type { MeasuresDependencies } from '../../../src-renderer/state/measures/measure-runner.svelte.ts'
import { Measures } from '../../../src-renderer/state/measures/measures.svelte.ts'
import type { Loaded } from '../../../src-renderer/state/session/loaded.ts'
import type {
  MeasureProgress,
  MeasureRunOutcome,
  MeasureRunRequest
} from '../../../src-renderer/workers/measures/measure-protocol.ts'
import { installedMeasure } from '../../support/installed-measure.ts'

const pack: PackEntry = {
  id: 'built-in',
  installedAt: 0,
  keptBytes: 1,
  facts: {
    title: 'Built-in measures',
    hash: 'a'.repeat(64),
    textBytes: 1,
    measures: [],
    libraries: 0,
    valueSets: 0,
    source: 'built-in'
  }
}

const done: MeasureRunOutcome = { evaluated: 2, reused: 0, seconds: 1, problems: 0, failed: [] }
const lastDay = Date.UTC(2026, 9, 31) / 86_400_000

interface Fake {
  readonly measures: Measures
  readonly requests: MeasureRunRequest[]
  readonly calls: string[]
  readonly tasks: BackgroundTasks
  readonly progress: (progress: MeasureProgress) => void
  /** What the store worker answers to the next run. */
  answer: () => Promise<MeasureRunOutcome>
  cancelled: number
  /** What has a result. */
  runs: readonly RunSummary[]
  /** How often the panels heard of other results. */
  heard: number
}

function fake(installed: readonly InstalledMeasure[], settings: Partial<typeof defaultSettings> = {}): Fake {
  const requests: MeasureRunRequest[] = []
  const calls: string[] = []
  const listeners: ((progress: MeasureProgress) => void)[] = []
  const tasks = new BackgroundTasks()
  const made: Fake = {
    requests,
    calls,
    tasks,
    progress: (progress) => listeners.forEach((listener) => listener(progress)),
    answer: async () => done,
    cancelled: 0,
    runs: [],
    heard: 0,
    measures: undefined as unknown as Measures
  }
  const store = {
    setContent: async () => installed,
    measureRuns: async (): Promise<readonly RunSummary[]> => made.runs,
    runMeasures: async (request: MeasureRunRequest) => {
      requests.push(request)
      return made.answer()
    },
    cancelMeasures: async () => {
      made.cancelled++
    },
    openResults: async (snapshot: string) => {
      calls.push(`open ${snapshot}`)
      return 0
    },
    storeResults: async (snapshot: string) => {
      calls.push(`store ${snapshot}`)
      return 1
    }
  }
  const transport = {
    call: async (name: string) => {
      calls.push(name)
      return name === 'content.list' ? [pack] : undefined
    },
    subscribe: () => () => undefined
  }
  const parts = {
    store,
    transport,
    context: { lastDay, asOf: lastDay },
    settings: { value: { ...defaultSettings, ...settings } },
    tasks,
    toasts: { show: (text: string) => calls.push(`toast ${text}`) },
    panels: { refresh: () => calls.push('panels'), refreshCohorts: () => made.heard++ },
    rest: async () => undefined,
    onMeasuring: (listener: (progress: MeasureProgress) => void) => void listeners.push(listener)
  } as unknown as MeasuresDependencies
  return Object.assign(made, { measures: new Measures(parts) })
}

const loaded = (kept?: string): Loaded =>
  ({ label: 'a', savedAs: kept, report: { patients: 7 }, extent: { firstDay: lastDay - 800 } }) as unknown as Loaded

describe('measures over what is loaded', () => {
  it('run by themselves after a load: those that can, the built-in ones first, for this year and the last', async () => {
    const made = fake([
      installedMeasure('a'),
      installedMeasure('broken', { runnable: false }),
      installedMeasure('other', { builtIn: false })
    ])
    const { measures, requests } = made
    await measures.follow(loaded())
    expect(made.heard).toBeGreaterThan(0)
    // The running year first, then both years up to the same day, then imported measures, then all years for a trend.
    expect(requests.map(({ periods }) => periods.map(({ end }) => end))).toEqual([
      ['2026-12-31', '2025-12-31'],
      ['2026-10-31', '2025-10-31'],
      ['2026-12-31', '2025-12-31', '2026-10-31', '2025-10-31'],
      ['2026-12-31', '2025-12-31', '2024-12-31']
    ])
    expect(requests.map(({ measures: ids }) => ids)).toEqual([['a'], ['a'], ['other'], ['a']])
    expect(requests[0]).toMatchObject({
      measures: ['a'],
      background: true,
      periods: [
        { start: '2026-01-01', end: '2026-12-31' },
        { start: '2025-01-01', end: '2025-12-31' }
      ]
    })
    expect(measures.version).toBeGreaterThan(0)
  })

  it('do not run by themselves when the user has switched that off', async () => {
    const { measures, requests } = fake([installedMeasure('a')], { runMeasures: false })
    await measures.follow(loaded())
    expect(requests).toEqual([])
    expect(measures.installed).toHaveLength(1)
  })

  it('come from a kept snapshot where they are kept, and are kept after a run and when the data are', async () => {
    const { measures, calls } = fake([installedMeasure('a')])
    await measures.follow(loaded('snapshot-1'))
    expect(calls).toContain('open snapshot-1')
    // Nothing is held, so there is nothing to keep.
    expect(calls).not.toContain('store snapshot-1')
  })

  it('run by themselves also when the data were kept before they began', async () => {
    const app = fake([installedMeasure('a')])
    const first = loaded()
    const following = app.measures.follow(first)
    await app.measures.follow({ ...first, savedAs: 'snapshot-1' })
    await following
    expect(app.requests).toHaveLength(3)
  })

  it('are written into the audit log when something was evaluated', async () => {
    const app = fake([installedMeasure('a')], { runMeasures: false })
    await app.measures.follow(loaded())
    await app.measures.run()
    expect(app.calls.filter((name) => name === 'measures.ran')).toHaveLength(1)
    app.answer = async () => ({ ...done, evaluated: 0, reused: 2 })
    await app.measures.run()
    expect(app.calls.filter((name) => name === 'measures.ran')).toHaveLength(1)
    expect(app.tasks.last?.text).toBe('Measures are up to date (2 results)')
  })

  it('of the user take the place of those in the background', async () => {
    const app = fake([installedMeasure('a')])
    const first = Promise.withResolvers<MeasureRunOutcome>()
    app.answer = () => first.promise
    const following = app.measures.follow(loaded())
    await expect.poll(() => app.requests.length).toBe(1)
    app.answer = async () => done
    const running = app.measures.run()
    first.reject(new AppError('cancelled', 'The measures were cancelled.'))
    await Promise.all([following, running])
    expect(app.cancelled).toBe(1)
    expect(app.requests.map(({ background }) => background)).toEqual([true, false])
  })

  it('tell how far they are, and say so when they fail', async () => {
    const app = fake([installedMeasure('a')], { runMeasures: false })
    await app.measures.follow(loaded())
    const open = Promise.withResolvers<MeasureRunOutcome>()
    app.answer = () => open.promise
    const running = app.measures.run()
    await expect.poll(() => app.requests.length).toBe(1)
    app.progress({ phase: 'evaluating', fraction: 0.5, step: 2, steps: 3, patients: 3, totalPatients: 7, seconds: 1 })
    expect(app.measures.running?.fraction).toBe(0.5)
    expect(app.tasks.running).toMatchObject({
      title: 'Running measures',
      fraction: 0.5,
      detail: 'step 2 of 3: 3 of 7 people'
    })
    app.progress({ phase: 'evaluating', fraction: 0.5, step: 1, steps: 1, patients: 3, totalPatients: 7, seconds: 1 })
    expect(app.tasks.running?.detail).toBe('3 of 7 people')
    open.reject(new AppError('unreadable-file', 'The files have changed.'))
    await running
    expect(app.calls).toContain('toast The files have changed.')
    expect(app.tasks.last?.outcome).toBe('failed')
    expect(app.measures.running).toBeUndefined()
  })

  it('are stored step by step while a run is long, and when it is canceled', async () => {
    const app = fake([installedMeasure('a')], { runMeasures: false })
    await app.measures.follow(loaded('snapshot-1'))
    const open = Promise.withResolvers<MeasureRunOutcome>()
    app.answer = () => open.promise
    const running = app.measures.run()
    await expect.poll(() => app.requests.length).toBe(1)
    app.runs = [{} as RunSummary]
    const progressed = (step: number, seconds: number): void =>
      app.progress({ phase: 'reading', fraction: 0.1, step, steps: 4, patients: 0, totalPatients: 7, seconds })
    const stored = (): number => app.calls.filter((call) => call === 'store snapshot-1').length
    progressed(1, 30)
    progressed(2, 31)
    await expect.poll(stored).toBe(1)
    progressed(2, 60)
    progressed(3, 40)
    progressed(4, 52)
    await expect.poll(stored).toBe(2)
    open.reject(new AppError('cancelled', 'The measures were cancelled.'))
    await running
    expect(stored()).toBe(3)
  })

  it('have periods to choose from, and take any other', async () => {
    const { measures } = fake([installedMeasure('a')], { runMeasures: false })
    await measures.follow(loaded())
    expect(measures.choices.map(({ id }) => id)).toEqual(['year-2026', 'year-2025', 'year-2024', 'rolling-2026-10-31'])
    expect(measures.period).toEqual({ start: '2026-01-01', end: '2026-12-31' })
    measures.setPeriod({ start: '2025-01-01', end: '2025-12-31' })
    expect(measures.choice.id).toBe('year-2025')
    measures.setPeriod({ start: '2026-01-01', end: '2026-03-31' })
    expect(measures.choice).toMatchObject({ kind: 'days', label: '3 months to Mar 2026' })
  })
})
