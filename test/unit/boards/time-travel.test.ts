import { describe, expect, it, vi } from 'vitest'
import { COHORT_FORMAT } from '#engine/cohorts/definition/cohort-definition.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { Cohort } from '#engine/cohorts/members/cohorts.ts'
import { memberChange } from '#engine/boards/member-change.ts'
import { trendChart } from '../../../src-renderer/charts/kinds/trend.ts'
import { comparedTable, compareViews, comparisonText } from '../../../src-renderer/figures/compare-views.ts'
import type { FigureView } from '../../../src-renderer/figures/base/figure-view.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import { PastData } from '../../../src-renderer/state/boards/past-data.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'
import { fc } from '../../support/property.ts'
import { day, format, share } from '../charts/chart-fixture.ts'

function view(months: Readonly<Record<number, readonly [met: number, of: number]>>): FigureView {
  const points = Object.entries(months).map(([month, [met, of]]) => ({
    at: day(2026, Number(month)),
    label: `M${month}`,
    figure: share(met, of)
  }))
  const model = trendChart({ id: 's', label: 'Control', points }, { subject: 'Control' }, format())
  return { title: 'Control', subtitle: '', caption: '', model, provenance: undefined }
}

const days = { then: '31 Mar 2026', later: '30 Apr 2026' }

describe('a figure as known before', () => {
  // In March 10 results came late; what happened in April came after.
  const values = compareViews(
    view({ 2: [50, 100], 3: [40, 100] }),
    view({ 2: [50, 100], 3: [50, 100] }),
    view({ 2: [50, 100], 3: [50, 100], 4: [70, 100] })
  )

  it('tells late data apart from change, month by month', () => {
    const rows = comparedTable(values, days, format()).rows.map((row) => row.map(({ text }) => text))
    expect(rows).toEqual([
      ['M2', '50.0%', '0', '50.0%', '0', '50.0%'],
      ['M3', '40.0%', '+10.0 pp', '50.0%', '0', '50.0%'],
      ['M4', '–', '–', '–', '–', '70.0%']
    ])
  })

  it('says so in words', () => {
    expect(comparisonText(values, days, format())).toBe(
      'Data that came after the earlier snapshot changed 1 of 2 values, most M3 by +10.0 pp. From 31 Mar 2026 to 30 Apr 2026 nothing changed.'
    )
  })

  it('tells no difference of a value that is suppressed', () => {
    const small = compareViews(view({ 2: [3, 100], 3: [50, 100] }), view({ 2: [60, 100], 3: [50, 100] }), undefined)
    const rows = comparedTable(small, days, format(10)).rows.map((row) => row.map(({ text }) => text))
    expect(rows[0]).toEqual(['M2', 'suppressed', '–', '60.0%', '–', '–'])
  })
})

describe('the members of a registry', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 12 }).map(String))

  it('are accounted for to the last one', () => {
    fc.assert(
      fc.property(ids, ids, ids, ids, ids, (then, now, later, peopleThen, peopleNow) => {
        const change = memberChange({
          then: new Set(then),
          now: new Set(now),
          later: new Set(later),
          peopleThen: new Set([...peopleThen, ...then]),
          peopleNow: new Set([...peopleNow, ...now, ...later])
        })
        const { before, newPeople, lateRecords, gonePeople, correctedRecords, sameDay, entered, left, after } = change
        expect(before + newPeople + lateRecords - gonePeople - correctedRecords).toBe(sameDay)
        expect(sameDay + entered - left).toBe(after)
      })
    )
  })
})

describe('an earlier snapshot', () => {
  function opened() {
    const end = vi.fn()
    const api = {
      restore: vi.fn(async () => undefined),
      setCohorts: vi.fn(async (_: readonly SavedCohort[]) => []),
      panel: vi.fn(async () => ({ lastDay: 20_000 }))
    }
    const cohorts: { list: readonly Cohort[]; version: number } = { list: [], version: 1 }
    let reset: () => void = () => undefined
    const transport = fakeTransport({
      'snapshots.open': () => ({
        listing: { importId: 'i1', label: 'Clinic', kind: 'snapshot', files: [], skipped: [] } as never,
        facts: { label: 'Clinic', source: 'files' } as never,
        cacheUrl: undefined
      }),
      'imports.close': () => undefined
    })
    const past = new PastData({
      transport,
      store: {} as never,
      panels: { onReset: (listener) => (reset = listener) },
      cohorts: {
        get list() {
          return cohorts.list
        },
        get version() {
          return cohorts.version
        },
        find: () => undefined
      },
      jobs: new BackgroundTasks(),
      startStore: () => ({ api: api as never, end })
    })
    return { past, api, end, transport, cohorts, reset: () => reset() }
  }

  it('is in a worker of its own, which ends when other data come or the data are locked', async () => {
    const { past, end, transport, reset } = opened()
    await past.open('s1', 'Clinic')
    expect(past.opened).toEqual({ id: 's1', label: 'Clinic', lastDay: 20_000 })
    reset()
    await vi.waitFor(() => expect(end).toHaveBeenCalledOnce())
    expect(past.opened).toBeUndefined()
    expect(transport.calls.map(([name]) => name)).toEqual(['snapshots.open', 'imports.close'])
  })

  it('that cannot be opened says why, and leaves nothing behind', async () => {
    const { past, api, end } = opened()
    api.restore.mockRejectedValueOnce(new Error('damaged'))
    await past.open('s1', 'Clinic')
    expect(past.opened).toBeUndefined()
    expect(past.error).toBeDefined()
    expect(end).toHaveBeenCalledOnce()
  })

  it('that is being opened ends with the data as well', async () => {
    const { past, api, end, reset } = opened()
    api.restore.mockReturnValueOnce(new Promise(() => undefined))
    const opening = past.open('s1', 'Clinic')
    await vi.waitFor(() => expect(api.restore).toHaveBeenCalledOnce())
    reset()
    await opening
    expect([past.opening, past.opened, past.error]).toEqual([undefined, undefined, undefined])
    expect(end).toHaveBeenCalled()
  })

  it('takes the place of one that is being opened', async () => {
    const { past, api, end, transport } = opened()
    api.restore.mockReturnValueOnce(new Promise(() => undefined))
    const first = past.open('s1', 'Clinic')
    await vi.waitFor(() => expect(api.restore).toHaveBeenCalledOnce())
    const second = past.open('s2', 'Hospital')
    expect(past.opening).toBe('s2')
    await Promise.all([first, second])
    expect(past.opened).toMatchObject({ id: 's2', label: 'Hospital' })
    expect([past.opening, past.error]).toEqual([undefined, undefined])
    expect(end).toHaveBeenCalledOnce()
    expect(transport.calls.map(([name]) => name)).toEqual(['snapshots.open', 'imports.close', 'snapshots.open'])
  })

  it('is opened again where it was closed while it was being opened', async () => {
    const { past, api, end } = opened()
    api.restore.mockReturnValueOnce(new Promise(() => undefined))
    const first = past.open('s1', 'Clinic')
    await vi.waitFor(() => expect(api.restore).toHaveBeenCalledOnce())
    await Promise.all([past.close(), past.open('s1', 'Clinic'), first])
    expect(past.opened).toMatchObject({ id: 's1' })
    expect(end).toHaveBeenCalledOnce()
  })

  it('that is closed when it is nearly open stays closed', async () => {
    const { past, api, end } = opened()
    api.panel.mockImplementationOnce(async () => {
      void past.close()
      return { lastDay: 20_000 }
    })
    await past.open('s1', 'Clinic')
    expect([past.opening, past.opened, past.error]).toEqual([undefined, undefined, undefined])
    expect(end).toHaveBeenCalledOnce()
  })

  it('has the cohorts as they are now', async () => {
    const { past, api, cohorts } = opened()
    await past.open('s1', 'Clinic')
    const source = { of: 'population', panel: 'overview', params: {}, figure: 'key:people' } as const
    const context = { asOf: 20_000, filters: [{ dimension: 'cohort:w', values: ['yes'] }] }
    await past.ask(source, context)
    const definition = { format: COHORT_FORMAT, title: 'Women', steps: [] } as const
    cohorts.list = [{ id: 'w', definition, title: 'Women', people: 0, unknown: 0, missing: 0 }]
    cohorts.version++
    api.panel.mockClear()
    await past.ask(source, context)
    await past.ask(source, context)
    expect(api.setCohorts.mock.lastCall).toEqual([[{ id: 'w', definition }]])
    expect(api.panel).toHaveBeenCalledOnce()
  })

  it('is not asked for what it cannot answer', async () => {
    const { past } = opened()
    await past.open('s1', 'Clinic')
    const source = { of: 'sql', statement: 'select 1', values: {}, figure: 'rows' } as const
    await expect(past.ask(source, { asOf: 1, filters: [] })).rejects.toThrow('cannot be asked of an earlier snapshot')
  })
})
