import { describe, expect, it, vi } from 'vitest'
import { COHORT_FORMAT } from '#engine/cohorts/definition/cohort-definition.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { Cohort } from '#engine/cohorts/members/cohorts.ts'
import { AppError } from '#shared/app-error.ts'
import { memberChange } from '#engine/boards/member-change.ts'
import { trendChart } from '../../../src-renderer/charts/kinds/trend.ts'
import { comparedTable, compareViews, comparisonText } from '../../../src-renderer/figures/compare-views.ts'
import { hiddenChange } from '../../../src-renderer/figures/member-change-counts.ts'
import type { FigureView } from '../../../src-renderer/figures/base/figure-view.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import { computingRules, type RuledState } from '../../../src-renderer/state/computing-rules.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import type { PackRequest } from '../../../src-renderer/workers/measures/measure-protocol.ts'
import type { RiskTableFile } from '../../../src-renderer/workers/store/protocol/risk-protocol.ts'
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

  it('tells no late data of few people', () => {
    // In March 10 results came late, in February 15.
    const late = compareViews(view({ 2: [45, 100], 3: [40, 100] }), view({ 2: [60, 100], 3: [50, 100] }), undefined)
    const rows = comparedTable(late, days, format(10)).rows.map((row) => row.map(({ text }) => text))
    expect(rows).toEqual([
      ['M2', '45.0%', '+15.0 pp', '60.0%', '–', '–'],
      ['M3', 'suppressed', '–', '50.0%', '–', '–']
    ])
    expect(comparisonText(late, days, format(10))).not.toContain('M3')
  })
})

describe('the members of a registry', () => {
  const nobody = { newPeople: 0, lateRecords: 0, gonePeople: 0, correctedRecords: 0, entered: 0, left: 0 }
  const members = { members: [], then: 20_000, later: 20_030, past: 's', name: 'Diabetes' }

  it('tell nobody of whom data came late, also not by what the others add up to', () => {
    const few = { ...nobody, before: 200, newPeople: 4, lateRecords: 3, sameDay: 207, entered: 40, after: 247 }
    const hidden = hiddenChange(few, members, 10, undefined)
    expect([...hidden]).toEqual(expect.arrayContaining(['newPeople', 'lateRecords']))
    // 7 people are between the two: one of both counts is withheld, too.
    expect(hidden.has('before') || hidden.has('sameDay')).toBe(true)
    expect(hiddenChange(few, members, 0, undefined).size).toBe(0)
    const many = { ...nobody, before: 200, newPeople: 40, lateRecords: 30, sameDay: 270, entered: 40, after: 310 }
    expect([...hiddenChange(many, members, 10, undefined)]).toEqual([])
  })

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
      setContent: vi.fn(async (_: readonly PackRequest[]) => []),
      openResults: vi.fn(async (_: string) => 0),
      riskTables: vi.fn(async (_: readonly RiskTableFile[]) => ({ tables: [], unknownMembers: 0 })),
      setModels: vi.fn(async (_: readonly object[]) => undefined),
      setCohorts: vi.fn(async (_: readonly SavedCohort[]) => []),
      panel: vi.fn(async () => ({ lastDay: 20_000 }))
    }
    /** What the store of the screens computes by. */
    const ruled: { [K in 'measures' | 'risk' | 'models']: { -readonly [N in keyof RuledState[K]]: RuledState[K][N] } } =
      {
        measures: { content: undefined },
        risk: { files: [], version: 0 },
        models: { list: [] }
      }
    const cohorts: { list: readonly Cohort[]; version: number } = { list: [], version: 1 }
    let reset: () => void = () => undefined
    /** Each ends a worker as the browser does. */
    const ends: (() => void)[] = []
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
      tasks: new BackgroundTasks(),
      startStore(onEnd) {
        ends.push(onEnd)
        return { api: api as never, end }
      },
      rules: computingRules({ ...ruled, toasts: new Toasts() })
    })
    return { past, api, end, ends, transport, cohorts, ruled, reset: () => reset() }
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

  it('whose worker ends by itself says so, and can be chosen again', async () => {
    const { past, ends, transport } = opened()
    await past.open('s1', 'Clinic')
    ends[0]!()
    await vi.waitFor(() => expect(past.error?.message).toContain('stopped'))
    expect(past.opened).toBeUndefined()
    await past.open('s1', 'Clinic')
    expect([past.opened?.id, past.error]).toEqual(['s1', undefined])
    // The end of a worker that was left behind is no news.
    ends[0]!()
    expect(past.opened?.id).toBe('s1')
    expect(transport.calls.map(([name]) => name)).toEqual(['snapshots.open', 'imports.close', 'snapshots.open'])
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

  const people = { of: 'population', panel: 'overview', params: {}, figure: 'key:people' } as const
  const context = { asOf: 20_000, filters: [] }
  const codes = { id: 'codes', title: 'Codes of the site', hash: 'c1', builtIn: false }
  const area = { name: 'areas.csv', text: 'zip,area\n10001,North\n' }

  it('is computed by the codes, tables of risk and models of the screens, before anything is asked of it', async () => {
    const { past, api, ruled } = opened()
    ruled.measures.content = [codes]
    Object.assign(ruled.risk, { files: [area], version: 1 })
    const document = { title: 'Stays' } as never
    ruled.models.list = [{ document, hash: 'm1', savedAt: 1 }]
    await past.open('s1', 'Clinic')
    expect(api.setContent.mock.lastCall).toEqual([[codes]])
    expect(api.openResults.mock.lastCall).toEqual(['s1'])
    expect(api.riskTables.mock.lastCall).toEqual([[area]])
    expect(api.setModels.mock.lastCall).toEqual([[{ document, hash: 'm1' }]])
    const [asked] = api.panel.mock.invocationCallOrder
    for (const told of [api.setContent, api.riskTables, api.setModels, api.setCohorts])
      expect(told.mock.invocationCallOrder[0]).toBeLessThan(asked!)
    await past.ask(people, context)
    expect(api.setContent).toHaveBeenCalledOnce()
  })

  it('is told of rules that change, and asked again by them', async () => {
    const { past, api, ruled } = opened()
    await past.open('s1', 'Clinic')
    await past.ask(people, context)
    expect([api.setContent, api.riskTables].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
    api.panel.mockClear()
    ruled.measures.content = [codes]
    await past.ask(people, context)
    ruled.risk.files = [area]
    ruled.risk.version = 1
    await past.ask(people, context)
    ruled.risk.files = []
    ruled.risk.version = 2
    await past.ask(people, context)
    expect(api.setContent.mock.lastCall).toEqual([[codes]])
    expect(api.riskTables.mock.calls).toEqual([[[area]], [[]]])
    expect(api.panel).toHaveBeenCalledTimes(3)
  })

  it('gives no figure while the rules cannot be told to it', async () => {
    const { past, api, ruled } = opened()
    await past.open('s1', 'Clinic')
    ruled.risk.files = [area]
    ruled.risk.version = 1
    api.riskTables.mockRejectedValueOnce(new AppError('invalid-input', 'The table does not fit.'))
    await expect(past.ask(people, context)).rejects.toThrow('The table does not fit.')
    await past.ask(people, context)
    expect(api.riskTables).toHaveBeenCalledTimes(2)
  })

  it('tells another worker everything anew', async () => {
    const { past, api, ruled } = opened()
    ruled.measures.content = [codes]
    await past.open('s1', 'Clinic')
    await past.open('s2', 'Clinic, later')
    expect(api.setContent).toHaveBeenCalledTimes(2)
    expect(api.openResults.mock.calls).toEqual([['s1'], ['s2']])
  })

  it('is not asked for what it cannot answer', async () => {
    const { past } = opened()
    await past.open('s1', 'Clinic')
    const source = { of: 'sql', statement: 'select 1', values: {}, figure: 'rows' } as const
    await expect(past.ask(source, { asOf: 1, filters: [] })).rejects.toThrow('cannot be asked of an earlier snapshot')
  })
})
