import { describe, expect, it } from 'vitest'
import { createCohorts } from '#engine/cohorts/members/cohorts.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { defaultMeasureSettings } from '#engine/measures/rates/measure-input.ts'
import { plainDefinition, plainMeasure, plainRun, year2026, type PlainCases } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { cases, context, control, id, input, inputOf, list, out, query, store } from '../../support/ten-people.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { definitionOf } from '../cohorts/few-people.ts'
import { day } from '../selection/plain-store.ts'

describe('the statuses', () => {
  const byStatus = (
    entries: readonly { readonly status: string; readonly patient: number }[],
    status: string
  ): number[] => entries.filter((entry) => entry.status === status).map(({ patient }) => patient)

  it('follow the table, and nobody outside of the denominator is open', () => {
    const statuses = ['open', 'due-soon', 'no-data', 'closed', 'excluded', 'not-applicable'] as const
    const { rows } = list({ query: { ...query, rates: ['breast-cancer-screening/rate'], statuses } })
    expect(byStatus(rows, 'open')).toEqual([2, 3, 4])
    expect(byStatus(rows, 'no-data')).toEqual([5])
    expect(byStatus(rows, 'closed')).toEqual([0, 1])
    expect(byStatus(rows, 'excluded')).toEqual([6, 7])
    expect(byStatus(rows, 'not-applicable')).toEqual([8])
    const backwards = list({ query: { ...query, rates: ['hba1c-poor-control/rate'] } }).rows
    expect(byStatus(backwards, 'no-data')).toEqual([0, 1])
    expect(byStatus(backwards, 'closed')).toEqual([2, 3, 4, 5])
  })

  it('are due soon within the days of the setting', () => {
    const soon = inputOf({ settings: { ...defaultMeasureSettings, dueSoonDays: 61 } })
    expect(
      byStatus(list({ query: { ...query, rates: ['breast-cancer-screening/rate'] } }, soon).rows, 'due-soon')
    ).toEqual([2, 3, 4])
    const rows = list({ query: { ...query, rates: ['breast-cancer-screening/rate'] } }).rows
    expect(byStatus(rows, 'due-soon')).toEqual([])
  })

  it('count cases where the basis is not the patient', () => {
    const episodes = plainDefinition('episodes', 'increase', 'Encounter')
    const counted: PlainCases[] = [
      [3, 3, 1, 0, 2],
      [3, 3, 1, 0, 1],
      [2, 2, 2, 0, 0],
      ...Array.from({ length: 7 }, () => out)
    ]
    const of = qualityInput(store, [plainMeasure(episodes, plainRun(episodes, counted))])
    const [row] = runMeasurePanel(of, 'scorecard', context, {}).rows
    expect(row!.rate).toMatchObject({ numerator: 3, denominator: 4 })
    expect(row!.eligible.unit).toBe('events')
    const { rows } = list({}, of)
    expect(rows.map(({ status }) => status)).toEqual(['closed', 'no-data', 'excluded'])
    expect(list({}, of).rows[1]!.why).toMatch(/No results of any kind/)
  })

  it('leave out measures that nothing closes', () => {
    const never = qualityInput(store, [
      plainMeasure(control, plainRun(control, cases), { closing: { text: 'Nothing.', never: true } })
    ])
    expect(list({}, never).total).toBe(0)
    expect(runMeasurePanel(never, 'scorecard', context, {}).rows[0]!.toClose.value).toBeUndefined()
  })
})

describe('the worklist', () => {
  it('has what was recorded of a person under another id that is theirs now', () => {
    const events: WorklistEvent[] = [id(2), 'elsewhere@clinic', 'nobody@clinic'].map((patient, index) => ({
      id: `event-000${index}`,
      at: `2026-03-0${index + 1}T09:00:00Z`,
      by: 'somebody',
      kind: 'assign',
      patient,
      measure: control.url,
      group: 'rate',
      period: year2026,
      to: `owner ${index}`
    }))
    const owners = (standsFor: ReadonlyMap<string, string>): (string | undefined)[] =>
      list({ query: { ...query, rates: ['breast-cancer-screening/rate'] } }, inputOf({ events, standsFor }))
        .rows.filter(({ owner }) => owner !== undefined)
        .map(({ owner }) => owner)
    expect(owners(new Map())).toEqual(['owner 0'])
    expect(owners(new Map([['elsewhere@clinic', id(2)]]))).toEqual(['owner 1'])
  })

  it('lists the people of a cohort as it is now', () => {
    const fresh = inputOf()
    const cohorts = createCohorts(fresh.population)
    const of = (...ids: string[]): readonly number[] => {
      const definition = definitionOf([{ type: 'people', ids }], { people: 'all' })
      cohorts.put({ id: 'listed', definition })
      const inside = { ...context, filters: [{ dimension: 'cohort:listed', values: ['yes'] }] }
      const params = {
        query,
        sort: { column: 'patient', descending: false },
        revealed: false,
        offset: 0,
        limit: 50
      } as const
      return [...new Set(runMeasurePanel(fresh, 'worklist', inside, params).rows.map(({ patient }) => patient))]
    }
    expect(of(id(2), id(3))).toEqual([2, 3])
    expect(of(id(4))).toEqual([4])
  })

  it('says what there is and what is missing', () => {
    const rows = list({
      query: { ...query, rates: ['breast-cancer-screening/rate'], statuses: ['open', 'no-data'] }
    }).rows
    expect(rows.map(({ why }) => why)).toEqual([
      'Last HbA1c test 9.4%, May 2, 2026',
      'No HbA1c test since May 2, 2024 (8.1%)',
      'No HbA1c test on record',
      'No results of any kind are loaded; may be done elsewhere'
    ])
    expect(rows[0]).toMatchObject({ closes: 'A test.', actBy: day('2026-12-31'), nextVisit: undefined })
  })

  it('counts statuses, pages, sorts and groups', () => {
    const all = list()
    expect(all.total).toBe(16)
    expect(all.people).toBe(8)
    expect(Object.fromEntries(all.statuses.map(({ status, rows }) => [status, rows]))).toMatchObject({
      open: 3,
      'no-data': 3,
      closed: 6,
      excluded: 4,
      'not-applicable': 2
    })
    expect(list({ offset: 5, limit: 4 }).rows).toEqual(all.rows.slice(5, 9))
    const byVisit = list({ groupBy: 'nextVisit' })
    expect(byVisit.groups.map(({ label }) => label)).toEqual(['Visit Jan 15, 2027', 'No visit booked'])
    expect(byVisit.groups[0]!.rows).toBeLessThan(byVisit.groups[1]!.rows)
    expect(byVisit.rows[0]!.patient).toBe(6)
    const grouped = list({ groupBy: 'measure' })
    expect(grouped.groups.map(({ value, rows, first }) => [value, rows, first])).toEqual([
      ['breast-cancer-screening/rate', 8, 0],
      ['hba1c-poor-control/rate', 8, 8]
    ])
    const ages = list({ sort: { column: 'age', descending: true } }).rows.map(({ age }) => age)
    expect(ages).toEqual([...ages].sort((a, b) => b! - a!))
  })

  it('hides the order of names until they are revealed', () => {
    const names = list({ revealed: true }).rows.map(({ name }) => name)
    expect(names).toEqual([...names].sort())
    expect(list().rows.map(({ patient }) => patient)).toEqual(
      [...list().rows.map(({ patient }) => patient)].sort((a, b) => a - b)
    )
    expect(list().rows[0]!.name).toMatch(/^G•+$/)
  })

  it('finds people by id, by name when revealed, by visit and by owner', () => {
    expect(new Set(list({ query: { ...query, search: 'p03' } }).rows.map(({ patient }) => patient))).toEqual(
      new Set([3])
    )
    expect(list({ query: { ...query, search: 'family6' } }).total).toBe(0)
    expect(
      new Set(list({ query: { ...query, search: 'family6' }, revealed: true }).rows.map(({ patient }) => patient))
    ).toEqual(new Set([3]))
    expect(
      new Set(list({ query: { ...query, search: 'mrn3' }, revealed: true }).rows.map(({ patient }) => patient))
    ).toEqual(new Set([3]))
    expect(list({ query: { ...query, nextVisit: 'none' } }).rows.every(({ patient }) => patient !== 6)).toBe(true)
    expect(list({ query: { ...query, nextVisit: 'within-30-days' } }).total).toBe(0)
    expect(list().rows.find(({ patient }) => patient === 6)!.nextVisit).toBe(day('2027-01-15'))
    expect(list({ query: { ...query, actBy: day('2026-12-30') } }).total).toBe(0)
  })

  it('names gaps for events', () => {
    const [first] = list().rows
    const targets = runMeasurePanel(input, 'targets', context, {
      gaps: { rates: [...new Set(list().rows.map(({ key }) => key))], entries: [first!.entry] }
    })
    expect(targets).toEqual([{ patient: first!.id, measure: first!.url, group: 'rate', period: year2026 }])
    expect(runMeasurePanel(input, 'targets', context, { query })).toHaveLength(list().total)
  })

  it('knows a last day of their own for each', () => {
    const closing = { text: 'A visit.', within: [{ after: 'birth' as const, years: 74, days: 10 }] }
    const of = qualityInput(store, [plainMeasure(control, plainRun(control, cases), { closing })])
    const { rows } = list(
      { query: { ...query, statuses: ['open', 'closed'] }, sort: { column: 'actBy', descending: false } },
      of
    )
    expect(rows.find(({ patient }) => patient === 2)!.actBy).toBe(day('2026-03-11'))
    expect(rows.find(({ patient }) => patient === 3)!.actBy).toBe(day('2026-12-31'))
    // What has passed stands behind what can be done, and what needs nothing has no day and stands last.
    expect(rows.filter(({ status }) => status === 'open').at(-1)!.patient).toBe(2)
    expect(rows.slice(-2).map(({ patient, actBy }) => [patient, actBy])).toEqual([
      [0, undefined],
      [1, undefined]
    ])
  })
})
