import { describe, expect, it } from 'vitest'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { Figure } from '#engine/figure.ts'
import type { RowSelector } from '#engine/selection/filter.ts'
import { resolveRows } from '#engine/selection/resolve-rows.ts'
import { runPanel } from '#engine/panels/run-panel.ts'
import type { QualityParams } from '#engine/quality/panels.ts'
import type { ScorecardPanel } from '#engine/quality/scorecard-result.ts'
import { defaultQualitySettings, type QualityInput } from '#engine/quality/quality-input.ts'
import { runQualityPanel } from '#engine/quality/run-quality-panel.ts'
import { plainDefinition, plainMeasure, plainRun, year2026, type PlainCases } from '../../support/plain-quality.ts'
import { qualityInput } from '../../support/quality-input.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const people = 10
const id = (at: number): string => `p${String(at).padStart(2, '0')}`
const visit = (patient: number, when: string, who: string, rest: PlainRow = {}): PlainRow => ({
  id: `e${patient}-${when}-${who}`,
  patient_id: id(patient),
  status: 'finished',
  class: `${act}|AMB`,
  period_start: when,
  period_end: when,
  practitioner_id: who,
  ...rest
})
const store = plainStore({
  patient: Array.from({ length: people }, (_, at) => ({
    id: id(at),
    birth_date: `19${50 + at}-03-01`,
    gender: at % 2 === 0 ? 'female' : 'male',
    given: 'Given',
    family: `Family${9 - at}`,
    record_number: `MRN${at}`,
    managing_organization_id: at < 6 ? 'north' : 'south',
    general_practitioner_id: at === 0 ? 'Practitioner/ada' : undefined,
    // One has died, after the period began.
    ...(at === 9 ? { deceased_at: '2026-03-01' } : {})
  })),
  organization: [
    { id: 'north', name: 'North' },
    { id: 'south', name: 'South' }
  ],
  practitioner: [
    { id: 'ada', given: 'Ada', family: 'Lovelace' },
    { id: 'ben', given: 'Ben', family: 'Franklin' },
    { id: 'cy', given: 'Cy', family: 'Twombly' }
  ],
  encounter: [
    visit(1, '2026-02-01', 'ben'),
    visit(1, '2026-03-01', 'ben'),
    visit(1, '2026-04-01', 'cy'),
    visit(2, '2026-02-01', 'cy'),
    visit(2, '2026-03-01', 'ben'),
    visit(3, '2026-02-01', 'cy'),
    visit(3, '2026-02-01', 'ben'),
    visit(4, '2020-02-01', 'ben'),
    visit(5, '2026-05-01', 'ben', { class: `${act}|EMER` }),
    visit(6, '2027-01-15', 'cy', { id: 'booked', status: 'planned' })
  ],
  observation: [
    {
      id: 'o1',
      patient_id: id(2),
      code: 'http://loinc.org|4548-4|HbA1c',
      effective: '2026-05-02',
      value: 9.4,
      unit: '%'
    },
    {
      id: 'o2',
      patient_id: id(3),
      code: 'http://loinc.org|4548-4|HbA1c',
      effective: '2024-05-02',
      value: 8.1,
      unit: '%'
    },
    { id: 'o3', patient_id: id(4), code: 'http://loinc.org|1-1|Other', effective: '2026-05-02', value: 1, unit: '%' }
  ]
})
const out: PlainCases = [0, 0, 0, 0, 0]
// Met, met, open, open, open (other results alone), open (no results at all), excluded, excepted, not in the denominator, open but dead.
const cases: readonly PlainCases[] = [
  [1, 1, 0, 0, 1],
  [1, 1, 0, 0, 1],
  [1, 1, 0, 0, 0],
  [1, 1, 0, 0, 0],
  [1, 1, 0, 0, 0],
  [1, 1, 0, 0, 0],
  [1, 1, 1, 0, 0],
  [1, 1, 0, 1, 0],
  [1, 0, 0, 0, 0],
  [1, 1, 0, 0, 0]
]
const control = plainDefinition('breast-cancer-screening')
const poor = plainDefinition('hba1c-poor-control', 'decrease')
const inputOf = (rest: Partial<QualityInput> = {}): QualityInput =>
  qualityInput(
    store,
    [plainMeasure(control, plainRun(control, cases)), plainMeasure(poor, plainRun(poor, cases))],
    rest
  )
const input = inputOf()
const context = { asOf: day('2026-10-31'), filters: [] }
const scorecard = (
  of: QualityInput = input,
  filters: QualityParams<'scorecard'> = { table: '2026-ma-pd' }
): ScorecardPanel => runQualityPanel(of, 'scorecard', context, filters)
const rowsOf = (figure: Figure): number => resolveRows(input.population, figure.rows!).length
const query: QualityParams<'worklist'>['query'] = {
  rates: [],
  statuses: [],
  owners: [],
  search: '',
  nextVisit: 'any',
  actBy: undefined
}
const list = (
  params: Partial<QualityParams<'worklist'>> = {},
  of: QualityInput = input
): ReturnType<typeof runQualityPanel<'worklist'>> =>
  runQualityPanel(of, 'worklist', context, {
    query,
    sort: { column: 'patient', descending: false },
    offset: 0,
    limit: 100,
    revealed: false,
    ...params
  })

describe('the scorecard', () => {
  const [row, reversed] = scorecard().rows

  it('counts populations and the rate with its interval', () => {
    expect(row!.rate).toMatchObject({ value: 2 / 7, numerator: 2, denominator: 7, unit: 'proportion' })
    expect(row!.rate.interval!.method).toBe('wilson')
    const counts = [
      row!.initialPopulation,
      row!.denominator,
      row!.exclusions,
      row!.exceptions,
      row!.eligible,
      row!.numerator
    ]
    expect(counts.map(({ value }) => value)).toEqual([10, 9, 1, 1, 7, 2])
  })

  it('opens behind every figure as many people as it counts', () => {
    const { rate, initialPopulation, denominator, exclusions, exceptions, eligible, numerator } = row!
    for (const figure of [initialPopulation, denominator, exclusions, exceptions, eligible, numerator]) {
      expect([rowsOf(figure), figure.opens]).toEqual([figure.value, figure.value])
    }
    expect([rowsOf(rate), rate.opens]).toEqual([rate.denominator, rate.denominator])
    expect(reversed!.toClose.value).toBe(2)
  })

  it('leaves the dead out of what is to be done', () => {
    expect(row!.toClose.value).toBe(4)
  })

  it('stands against cut points, the score rounded first and turned round where the table does', () => {
    expect(row!.star).toMatchObject({ code: 'C01', score: 29, stars: 1, next: { score: 58, people: 3 } })
    expect(reversed!.star).toMatchObject({ code: 'C12', score: 71, stars: 2, next: { score: 77, people: 1 } })
    expect(scorecard(input, {}).rows[0]!.star).toBeUndefined()
    const unlinked = inputOf({ settings: { ...defaultQualitySettings, starLinks: { [row!.key]: '' } } })
    expect(scorecard(unlinked).rows[0]!.star).toBeUndefined()
  })

  it('says how many people a target takes, and whose step gains most', () => {
    const settings = {
      ...defaultQualitySettings,
      rates: { [row!.key]: { target: 0.5, benchmark: { value: 0.7, title: 'All' } } }
    }
    const [first] = scorecard(inputOf({ settings }), {}).rows
    expect(first!.target).toEqual({ value: 0.5, met: false, people: 2 })
    expect(first!.benchmark).toEqual({ value: 0.7, title: 'All' })
    expect([row!.opportunity, reversed!.opportunity]).toEqual([2, 1])
  })

  it('follows a site that says which way is better', () => {
    const settings = { ...defaultQualitySettings, rates: { [row!.key]: { improvement: 'decrease' as const } } }
    const [first] = scorecard(inputOf({ settings })).rows
    expect(first!.improvement).toEqual({ direction: 'decrease', source: 'setting' })
    expect(first!.toClose.value).toBe(2)
  })

  it('keeps to the filters of the context', () => {
    const filters = [{ dimension: 'practice', values: ['north'] }]
    const [first] = runQualityPanel(input, 'scorecard', { ...context, filters }, {}).rows
    expect(first!.rate).toMatchObject({ numerator: 2, denominator: 6 })
    expect(rowsOf(first!.rate)).toBe(6)
  })

  it('draws the periods of one length, finds last year, and limits from twelve on', () => {
    const month = (at: number): { start: string; end: string } => {
      const end = new Date(Date.UTC(2026, at + 1, 0)).toISOString().slice(0, 10)
      const start = new Date(Date.UTC(2025, at + 1, 1)).toISOString().slice(0, 10)
      return { start, end }
    }
    const runs = Array.from({ length: 13 }, (_, at) =>
      plainRun(control, at === 12 ? cases : cases.map(() => [1, 1, 0, 0, 1] as const), month(at - 1))
    )
    const short = plainRun(control, cases, { start: '2026-01-01', end: '2026-01-31' })
    const measure = plainMeasure(control, runs[12]!, { others: [...runs.slice(0, 12), short] })
    const [first] = runQualityPanel(qualityInput(store, [measure]), 'scorecard', context, {}).rows
    expect(first!.trend.points).toHaveLength(13)
    expect(first!.trend.points[0]!.label).toBe('2025')
    expect(first!.trend.points.at(-1)!.label).toBe('2026')
    expect(first!.versusLastYear).toBeCloseTo((2 / 7 - 1) * 100, 9)
    expect(first!.limits).toBeDefined()
    expect(first!.signal).toMatchObject({ rule: 'outside', direction: 'below' })
  })

  it('names its populations in filters that other panels understand', () => {
    // Other inputs have come after this one.
    expect(scorecard().rows).toHaveLength(2)
    const summary = runPanel(
      store,
      shippedRegistries,
      'summary',
      { ...context, filters: row!.numerator.rows!.filters },
      {}
    )
    expect(summary.people.inView).toBe(2)
    const named = summary.dimensions.filter(({ group }) => group === 'Measures')
    expect(named.filter(({ hidden }) => !hidden).length).toBeGreaterThanOrEqual(2)
  })
})

describe('the statuses', () => {
  const byStatus = (
    entries: readonly { readonly status: string; readonly patient: number }[],
    status: string
  ): number[] => entries.filter((one) => one.status === status).map(({ patient }) => patient)

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
    const soon = inputOf({ settings: { ...defaultQualitySettings, dueSoonDays: 61 } })
    expect(
      byStatus(list({ query: { ...query, rates: ['breast-cancer-screening/rate'] } }, soon).rows, 'due-soon')
    ).toEqual([2, 3, 4])
    const one = list({ query: { ...query, rates: ['breast-cancer-screening/rate'] } }).rows
    expect(byStatus(one, 'due-soon')).toEqual([])
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
    const [row] = runQualityPanel(of, 'scorecard', context, {}).rows
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
    expect(runQualityPanel(never, 'scorecard', context, {}).rows[0]!.toClose.value).toBeUndefined()
  })
})

describe('the worklist', () => {
  it('says what there is and what is missing', () => {
    const rows = list({
      query: { ...query, rates: ['breast-cancer-screening/rate'], statuses: ['open', 'no-data'] }
    }).rows
    expect(rows.map(({ why }) => why)).toEqual([
      'Last HbA1c test 9.4 %, 2 May 2026',
      'No HbA1c test since 2 May 2024 (8.1 %)',
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
    const targets = runQualityPanel(input, 'targets', context, { entries: [first!.entry] })
    expect(targets).toEqual([{ patient: first!.id, measure: first!.url, group: 'rate', period: year2026 }])
    expect(runQualityPanel(input, 'targets', context, { query })).toHaveLength(list().total)
  })

  it('knows a last day of their own for each', () => {
    const closing = { text: 'A visit.', within: [{ after: 'birth' as const, years: 76, days: 10 }] }
    const of = qualityInput(store, [plainMeasure(control, plainRun(control, cases), { closing })])
    const { rows } = list(
      { query: { ...query, statuses: ['open', 'closed'] }, sort: { column: 'actBy', descending: false } },
      of
    )
    expect(rows.find(({ patient }) => patient === 0)!.actBy).toBe(day('2026-03-11'))
    expect(rows.find(({ patient }) => patient === 2)!.actBy).toBe(day('2026-12-31'))
    // What has passed stands last.
    expect(rows.at(-1)!.patient).toBe(0)
  })
})

describe('what people record', () => {
  const base = {
    at: '2026-10-01T10:00:00Z',
    by: 'Ada',
    measure: control.url,
    group: 'rate',
    period: year2026
  }
  const events: WorklistEvent[] = [
    {
      ...base,
      id: 'evidence-2',
      patient: id(2),
      kind: 'evidence',
      what: 'HbA1c 7.1 %',
      on: '2026-09-01',
      source: 'A letter',
      until: '2026-12-31'
    },
    {
      ...base,
      id: 'evidence-6',
      patient: id(6),
      kind: 'evidence',
      what: 'HbA1c 7.1 %',
      on: '2026-09-01',
      source: 'A letter',
      until: '2026-12-31'
    },
    { ...base, id: 'closed-003', patient: id(3), kind: 'close', reason: 'declined', text: 'By phone' },
    { ...base, id: 'assign-04', patient: id(4), kind: 'assign', to: 'Ben' },
    {
      ...base,
      id: 'reach-004',
      patient: id(4),
      kind: 'outreach',
      on: '2026-10-02',
      channel: 'phone',
      outcome: 'reached'
    },
    { ...base, id: 'note-0008', patient: id(8), kind: 'note', text: 'Ask again' },
    { ...base, id: 'close-008', patient: id(8), kind: 'close', reason: 'other' },
    { ...base, id: 'unknown-1', patient: 'nobody', kind: 'note', text: 'Lost' }
  ]
  const worked = inputOf({ events })
  const rows = list(
    {
      query: {
        ...query,
        rates: ['breast-cancer-screening/rate'],
        statuses: ['open', 'no-data', 'closed', 'excluded', 'not-applicable']
      }
    },
    worked
  ).rows
  const rowOf = (patient: number): (typeof rows)[number] => rows.find((row) => row.patient === patient)!

  it('closes open gaps, by evidence or by hand', () => {
    expect(rowOf(2)).toMatchObject({ status: 'closed', basis: 'evidence' })
    expect(rowOf(2).why).toBe('HbA1c 7.1 %, 1 Sep 2026, by A letter; not in the source data')
    expect(rowOf(3)).toMatchObject({ status: 'closed', basis: 'closed-by-hand', why: 'Declined: By phone' })
    expect(rowOf(4)).toMatchObject({ status: 'open', owner: 'Ben', outreach: { count: 1, last: '2026-10-02' } })
  })

  it('changes nothing for those who are not eligible', () => {
    expect(rowOf(6)).toMatchObject({ status: 'excluded', basis: 'source' })
    expect(rowOf(8)).toMatchObject({ status: 'not-applicable', basis: 'source', notes: 1 })
  })

  it('shows the rate with evidence beside that of the source', () => {
    const [row] = scorecard(worked).rows
    expect(row!.rate.numerator).toBe(2)
    expect(row!.adjusted).toMatchObject({ numerator: 3, denominator: 7 })
    expect(row!.adjusted!.provenance.definition.text).toMatch(/supplemental evidence/)
  })

  it('no longer counts when it has ended', () => {
    const later = { asOf: day('2027-01-01'), filters: [] }
    expect(runQualityPanel(worked, 'scorecard', later, {}).rows[0]!.adjusted).toBeUndefined()
  })

  it('filters and lists owners, and tells the history of a gap', () => {
    expect(list({ query: { ...query, owners: ['Ben'] } }, worked).rows.map(({ patient }) => patient)).toEqual([4])
    expect(list({}, worked).owners).toEqual(['Ben'])
    const gap = runQualityPanel(worked, 'gap', context, { entry: rowOf(4).entry, revealed: true })
    expect(gap.history.map(({ event, holds }) => [event.id, holds])).toEqual([
      ['reach-004', true],
      ['assign-04', true]
    ])
    expect(gap.reads).toEqual([{ type: 'Observation', codes: ['HbA1c test'], rows: 0 }])
    expect(gap.others).toEqual([])
  })
})

describe('attribution', () => {
  const panel = runQualityPanel(input, 'attribution', context, { offset: 0, limit: 20, revealed: false })
  const of = (patient: number): (typeof panel.rows)[number] => panel.rows.find((row) => row.patient === patient)!

  it('takes the general practitioner, then most visits, then the last one, then the name', () => {
    expect(of(0)).toMatchObject({ provider: 'ada', reason: 'general-practitioner' })
    expect(of(1)).toMatchObject({
      provider: 'ben',
      reason: 'most-visits',
      visits: 2,
      runnerUp: 'Cy Twombly',
      runnerUpVisits: 1
    })
    expect(of(2)).toMatchObject({ provider: 'ben', reason: 'most-visits-latest', runnerUp: 'Cy Twombly' })
    expect(of(3)).toMatchObject({ provider: 'ben', reason: 'most-visits-first-name' })
    // Too long ago, and an emergency visit: nobody.
    expect(of(4)).toMatchObject({ provider: 'unknown', reason: 'nobody', runnerUp: undefined })
    expect(of(5).reason).toBe('nobody')
    expect(panel.reasons.map(({ people: { value } }) => value)).toEqual([1, 1, 1, 1, 5])
  })

  it('follows its settings', () => {
    const settings = {
      ...defaultQualitySettings,
      attribution: {
        ...defaultQualitySettings.attribution,
        rules: ['most-visits' as const],
        tie: 'first-name' as const,
        classes: [],
        months: 120
      }
    }
    const other = runQualityPanel(inputOf({ settings }), 'attribution', context, {
      offset: 0,
      limit: 20,
      revealed: false
    })
    expect(other.rows.find(({ patient }) => patient === 0)!.reason).toBe('nobody')
    expect(other.rows.find(({ patient }) => patient === 2)!.reason).toBe('most-visits-first-name')
    expect(other.rows.find(({ patient }) => patient === 4)!.provider).toBe('ben')
    expect(other.rows.find(({ patient }) => patient === 5)!.provider).toBe('ben')
  })

  it('divides rates, and the parts add up', () => {
    const measure = runQualityPanel(input, 'measure', context, { key: 'breast-cancer-screening/rate' })
    const provider = measure.groups.find(({ label }) => label === 'Provider')!
    expect(provider.rows.map(({ label, figure }) => [label, figure.numerator, figure.denominator])).toEqual([
      ['Ada Lovelace', 1, 1],
      ['Ben Franklin', 1, 3],
      ['Nobody', 0, 3]
    ])
    for (const { rows } of measure.groups) {
      expect(rows.reduce((sum, row) => sum + row.people, 0)).toBe(7)
      for (const row of rows) expect(rowsOf(row.figure)).toBe(row.figure.denominator)
    }
    // The living, each once.
    expect(measure.statuses.reduce((sum, { figure }) => sum + figure.value!, 0)).toBe(people - 1)
  })

  it('makes columns of the heatmap, which say where a rate departs', () => {
    const heat = runQualityPanel(input, 'heatmap', context, { dimension: 'practice', limit: 1 })
    expect(heat.units.map(({ label }) => label)).toEqual(['North'])
    expect(
      heat.rows[0]!.cells.map(({ figure, compared }) => [figure.numerator, figure.denominator, figure.opens, compared])
    ).toEqual([[2, 6, 6, 'same']])
  })
})

describe('Stars of the people in view', () => {
  const stars = (params: Partial<QualityParams<'stars'>> = {}): ReturnType<typeof runQualityPanel<'stars'>> =>
    runQualityPanel(input, 'stars', context, { table: '2026-ma-pd', closures: {}, scores: {}, ...params })

  it('come from rates, closures that are tried out, and scores that are typed in', () => {
    const panel = stars({ closures: { C01: 4 }, scores: { C14: 79.5 } })
    const row = (code: string): (typeof panel.rows)[number] => panel.rows.find((one) => one.code === code)!
    expect(row('C01')).toMatchObject({ score: 29, stars: 1, available: 5, closures: 4, triedScore: 86, triedStars: 5 })
    expect(row('C14')).toMatchObject({ source: 'entered', score: 80, stars: 4 })
    expect(row('C02')).toMatchObject({ source: 'none', score: undefined })
    expect(panel.now.overall!.mean).toBeCloseTo((1 + 2 * 3 + 4 * 3) / 7, 12)
    expect(panel.tried.overall!.mean).toBeCloseTo((5 + 2 * 3 + 4 * 3) / 7, 12)
  })

  it('have a path, other ways, a guardrail and a rating of each unit', () => {
    const panel = stars({ by: 'practice' })
    expect(panel.path!.people).toBeLessThanOrEqual(panel.alternatives[0]?.people ?? Infinity)
    expect(panel.guardrail).toHaveLength(11)
    expect(panel.units.map(({ label, people: inUnit }) => [label, inUnit.value])).toEqual([
      ['North', 6],
      ['South', 4]
    ])
    expect(panel.units.every(({ rating }) => rating !== undefined)).toBe(true)
  })

  it('refuse a table that is not there', () => {
    expect(() => stars({ table: '1999' })).toThrow(/no cut points/)
  })
})

describe('all panels', () => {
  it('can be cloned structurally', () => {
    const panels: unknown[] = [
      scorecard(),
      runQualityPanel(input, 'measure', context, { key: 'hba1c-poor-control/rate', table: '2026-ma' }),
      runQualityPanel(input, 'heatmap', context, { dimension: 'provider', limit: 5 }),
      runQualityPanel(input, 'stars', context, { table: '2026-pdp', closures: {}, scores: {} }),
      list()
    ]
    for (const panel of panels) expect(structuredClone(panel)).toEqual(panel)
  })

  it('refuse what is not there with a sentence', () => {
    expect(() => runQualityPanel(input, 'measure', context, { key: 'nothing/rate' })).toThrow(/was not run/)
    expect(() => runQualityPanel(input, 'gap', context, { entry: 999, revealed: false })).toThrow(
      /no longer in the list/
    )
    const selector: RowSelector = {
      table: 'patient',
      asOf: context.asOf,
      filters: [{ dimension: 'quality:x@1/rate/denominator', values: ['yes'] }],
      where: []
    }
    expect(() => resolveRows(input.population, selector)).toThrow(/no filter/)
  })
})
