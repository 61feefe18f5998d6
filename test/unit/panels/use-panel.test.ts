import { describe, expect, it } from 'vitest'
import { exactPoissonInterval } from '#engine/base/stats/exact-poisson.ts'
import type { UsePanel } from '#engine/population/panels/results/use-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { figuresIn, listedCount, promisedCount } from './opened-rows.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

const person = (id: string, more: PlainRow = {}): PlainRow => ({
  id,
  birth_date: '1970-01-01',
  gender: 'male',
  ...more
})
let visits = 0
const visit = (patient_id: string, kind: string, period_start: string, period_end = period_start): PlainRow => ({
  id: `v${visits++}`,
  patient_id,
  status: 'finished',
  class: `${act}|${kind}`,
  period_start,
  period_end
})
const coverage = (
  id: string,
  patient_id: string,
  payor_name: string,
  period_start: string,
  period_end?: string
): PlainRow => ({
  id,
  patient_id,
  status: 'active',
  payor_name,
  period_start,
  period_end,
  contained_in: ''
})

function use(tables: PlainTables, asOf = '2019-12-31'): UsePanel {
  const store = plainStore(tables)
  const context = { asOf: day(asOf), filters: [] }
  const panel = runPanel(store, shippedRegistries, 'use', context, {})
  const population = populationOf(store, shippedRegistries)
  for (const { path, figure } of figuresIn(panel))
    if (figure.rows !== undefined)
      expect(listedCount(population, shippedRegistries, figure), path).toBe(promisedCount(figure))
  return panel
}

function figure({ keyFigures }: UsePanel, id: string) {
  return keyFigures.find((each) => each.id === id)!.figure
}

describe('use per 1,000', () => {
  it('has no time and no events of people who died on a day that is not written', () => {
    const people = Array.from({ length: 20 }, (_, i) =>
      person(`p${i}`, i < 10 ? { deceased: true } : { deceased: false })
    )
    const encounter = people.map(({ id }) => visit(String(id), 'EMER', '2019-06-01'))
    const rate = figure(use({ patient: people, encounter }), 'emergency')
    expect([rate.numerator, rate.unit]).toEqual([10, 'per1000PersonYears'])
    expect(rate.denominator).toBeCloseTo(10, 1)
    expect(rate.value).toBeCloseTo(1000, -1)
  })

  it('is counted over member months where there is coverage, without events outside of it', () => {
    const rate = figure(
      use({
        patient: [person('a'), person('b')],
        coverage: [coverage('1', 'a', 'North', '2019-01-01'), coverage('2', 'b', 'North', '2019-07-15')],
        encounter: [
          visit('a', 'EMER', '2019-03-01'),
          visit('b', 'EMER', '2019-03-01'),
          visit('b', 'EMER', '2019-07-01')
        ]
      }),
      'emergency'
    )
    expect([rate.numerator, rate.denominator, rate.unit]).toEqual([2, 18 / 12, 'per1000MemberYears'])
  })

  it('takes whole months, also where the date lies within one', () => {
    const panel = use(
      {
        patient: [person('a')],
        coverage: [coverage('1', 'a', 'North', '2018-01-01')],
        encounter: [visit('a', 'EMER', '2019-03-01'), visit('a', 'EMER', '2019-12-05')]
      },
      '2019-12-15'
    )
    const rate = figure(panel, 'emergency')
    expect([rate.numerator, rate.denominator]).toEqual([1, 1])
    expect(panel.emergency.points.at(-1)!.figure.denominator).toBeCloseTo(15 / 31 / 12, 9)
  })

  it('gives events to the payer of their day, and to each of several', () => {
    const { groups } = use({
      patient: [person('a'), person('b')],
      coverage: [
        coverage('1', 'a', 'North', '2018-01-01', '2019-06-30'),
        coverage('2', 'a', 'South', '2019-07-01'),
        coverage('3', 'b', 'North', '2019-01-01'),
        coverage('4', 'b', 'South', '2019-01-01')
      ],
      encounter: [visit('a', 'EMER', '2019-03-01'), visit('a', 'EMER', '2019-08-01'), visit('b', 'EMER', '2019-09-01')]
    })
    const byPayer = groups[0]!.groups.find(({ dimension }) => dimension === 'payer')!.rows
    expect(byPayer.map(({ group, figure: rate, people }) => [group, rate.numerator, rate.denominator, people])).toEqual(
      [
        ['North', 2, 1.5, 2],
        ['South', 2, 1.5, 2]
      ]
    )
  })

  it('gives stays that were followed by another to the payer of their month, too', () => {
    const { groups } = use({
      patient: [person('a'), person('b')],
      coverage: [
        coverage('1', 'a', 'North', '2018-01-01', '2019-06-30'),
        coverage('2', 'a', 'South', '2019-07-01'),
        coverage('3', 'b', 'South', '2019-01-01')
      ],
      encounter: [
        visit('a', 'IMP', '2019-03-01', '2019-03-05'),
        visit('a', 'IMP', '2019-03-20', '2019-03-25'),
        visit('a', 'IMP', '2019-08-01', '2019-08-05'),
        visit('b', 'IMP', '2019-05-01', '2019-05-05')
      ]
    })
    const { groups: divided } = groups.find(({ id }) => id === 'readmission')!
    const byPayer = divided.find(({ dimension }) => dimension === 'payer')!.rows
    expect(byPayer.map(({ group, figure: rate }) => [group, rate.numerator, rate.denominator])).toEqual([
      ['North', 1, 2],
      ['South', 0, 2]
    ])
  })

  it('has wider intervals where the same people come again, also of groups', () => {
    const people = Array.from({ length: 30 }, (_, i) => person(`p${i}`, i < 10 ? { gender: 'female' } : {}))
    const visitsOf = (perPerson: number): PlainRow[] =>
      people
        .slice(0, 12 / perPerson)
        .flatMap(({ id }) =>
          Array.from({ length: perPerson }, (_, time) => visit(String(id), 'EMER', `2019-0${time + 3}-10`))
        )
    const [once, often] = [1, 3].map((perPerson) => use({ patient: people, encounter: visitsOf(perPerson) }))
    const [single, several] = [once!, often!].map((panel) => figure(panel, 'emergency'))
    expect([single!.numerator, several!.numerator]).toEqual([12, 12])
    expect(single!.interval).toEqual(exactPoissonInterval(12, 1000 / single!.denominator!))
    const { low, high } = exactPoissonInterval(4, 3000 / several!.denominator!)
    expect(several!.interval).toMatchObject({ low, high, method: 'compound-poisson' })
    const women = often!.groups[0]!.groups.find(({ dimension }) => dimension === 'sex')!.rows.find(
      ({ group }) => group === 'female'
    )!.figure
    expect(women.numerator).toBe(12)
    expect(women.interval).toMatchObject({ low: exactPoissonInterval(4, 3000 / women.denominator!).low })
    // Those of a month are of as many people.
    for (const { figure: month } of often!.emergency.points) expect(month.interval?.method).toBe('exact-poisson')
  })

  it('counts a stay once whose wards are encounters of their own, or that is there twice', () => {
    const parts = [
      visit('a', 'IMP', '2019-03-01', '2019-03-05'),
      visit('a', 'IMP', '2019-03-01', '2019-03-02'),
      visit('a', 'ACUTE', '2019-03-02', '2019-03-05'),
      visit('a', 'IMP', '2019-03-01', '2019-03-05')
    ]
    // One goes on after another, one is no care of the same kind, and one lies within a stay that nobody closed in time.
    const others = [
      visit('a', 'IMP', '2019-03-05', '2019-03-07'),
      visit('a', 'NONAC', '2019-03-02', '2019-03-03'),
      visit('b', 'IMP', '2010-01-01', '2019-09-01'),
      visit('b', 'IMP', '2019-06-01', '2019-06-03')
    ]
    const tables = { patient: [person('a'), person('b')], encounter: [...parts, ...others] }
    const store = plainStore(tables)
    const population = populationOf(store, shippedRegistries)
    const panel = runPanel(store, shippedRegistries, 'use', { asOf: day('2019-12-31'), filters: [] }, {})
    const figure = (id: string) => panel.keyFigures.find((each) => each.id === id)!.figure
    expect(figure('inpatient').numerator).toBe(4)
    expect(listedCount(population, shippedRegistries, figure('inpatient'))).toBe(4)
    expect(figure('length-of-stay')).toMatchObject({ numerator: 4 + 2 + 1 + 3530 + 2, denominator: 5 })
    expect(listedCount(population, shippedRegistries, figure('length-of-stay'))).toBe(5)
  })

  it('sets emergency visits that end in a stay apart', () => {
    const panel = use({
      patient: [person('a'), person('b')],
      encounter: [
        visit('a', 'EMER', '2019-03-01', '2019-03-02'),
        visit('a', 'IMP', '2019-03-03', '2019-03-09'),
        visit('a', 'EMER', '2019-05-01'),
        visit('a', 'IMP', '2019-05-03', '2019-05-09'),
        visit('b', 'IMP', '2019-03-01', '2019-03-02')
      ]
    })
    expect(figure(panel, 'emergency').numerator).toBe(1)
    expect(panel.keyFigures[0]!.note).toContain('1 more admitted')
  })
})

describe('use of months before visits begin', () => {
  const month = (index: number): string =>
    `${2017 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  const people = Array.from({ length: 30 }, (_, i) => person(`p${i}`))
  /** Ten outpatient visits in each month from one on; the last one is the end of 2019. */
  const visitsFrom = (first: number, perMonth: (index: number) => number): PlainRow[] =>
    Array.from({ length: 36 - first }, (_, index) => first + index).flatMap((index) =>
      people.slice(0, perMonth(index)).map(({ id }) => visit(String(id), 'AMB', `${month(index)}-15`))
    )
  const unknown = (panel: UsePanel): readonly (string | undefined)[] =>
    panel.inpatient.points.flatMap(({ figure: { value, missing } }) => (value === undefined ? [missing] : []))

  it('cannot be computed, and that of later months can', () => {
    const old = visit('p0', 'AMB', '2017-02-15')
    const panel = use({ patient: people, encounter: [old, ...visitsFrom(14, () => 10)] })
    const { points } = panel.inpatient
    const before = points.filter(({ at }) => at < day('2018-03-01'))
    expect(before.length).toBeGreaterThan(3)
    for (const { figure: each } of before)
      expect([each.value, each.missing]).toEqual([undefined, 'the data have no visits, or few, before Mar 2018'])
    expect(points.filter(({ at, figure: each }) => at >= day('2018-03-01') && each.value !== 0)).toEqual([])
  })

  it('is told next to a key figure of a year that has some of them', () => {
    const encounter = [visit('p0', 'AMB', '2017-02-15'), ...visitsFrom(14, () => 10)]
    const missing = 'the data have no visits, or few, before Mar 2018'
    for (const { note } of use({ patient: people, encounter }, '2018-12-31').keyFigures.slice(0, 2))
      expect(note).toContain(missing)
    for (const { note } of use({ patient: people, encounter }, '2019-12-31').keyFigures)
      expect(note).not.toContain(missing)
  })

  describe('where diagnoses are older', () => {
    const condition = [{ id: 'old', patient_id: 'p0', code: 'http://snomed.info/sct|44054006', onset: '2010-01-01' }]
    const encounter = visitsFrom(14, (index) => 9 + (index % 3)).map((each): PlainRow => ({
      ...each,
      class: `${act}|EMER`
    }))
    const patient = people.map((each, index) => ({ ...each, gender: index % 2 === 0 ? 'female' : 'male' }))
    const store = plainStore({ patient, condition, encounter })
    const context = { asOf: day('2019-12-31'), filters: [] }

    it('makes no signal', () => {
      const { rows } = runPanel(store, shippedRegistries, 'signals', context, {})
      const row = rows.find(({ id }) => id === 'emergency|')!
      expect(row.points).toHaveLength(22)
      expect(row.signal).toBeUndefined()
    })

    it('opens the visits of the people in the data, and those of 12 months behind a chart', () => {
      const stranger = { ...visit('gone', 'EMER', '2019-12-20') }
      const more = plainStore({ patient, condition, encounter: [...encounter, stranger] })
      for (const asOf of ['2019-12-31', '2019-12-18']) {
        const { rows } = runPanel(more, shippedRegistries, 'signals', { asOf: day(asOf), filters: [] }, {})
        const { figure: last, people: year } = rows.find(({ id }) => id === 'emergency|')!
        const population = populationOf(more, shippedRegistries)
        expect(listedCount(population, shippedRegistries, last)).toBe(last.numerator)
        const from = day(asOf === '2019-12-31' ? '2019-01-01' : '2018-12-19')
        const days = encounter.map((each) => day(String(each['period_start'])))
        const opened = listedCount(population, shippedRegistries, { ...last, rows: year.rows })
        expect(opened).toBe(days.filter((each) => each >= from && each <= day(asOf)).length)
      }
    })

    it('makes no gap between groups', () => {
      const params = { key: 'use/emergency', dimension: 'sex' } as const
      const { trend } = runPanel(store, shippedRegistries, 'equity', context, params)
      expect(trend!.series.points.map(({ label }) => label)).toEqual(['Q1 2019', 'Q2 2019', 'Q3 2019', 'Q4 2019'])
    })
  })

  it('cannot be computed whatever is planned for later months', () => {
    const old = visit('p0', 'AMB', '2017-02-15')
    const planned = Array.from({ length: 24 }, (_, index) => ({
      ...visit('p1', 'AMB', `${month(36 + index)}-15`),
      status: 'planned'
    }))
    const panel = use({ patient: people, encounter: [old, ...visitsFrom(14, () => 10), ...planned] })
    expect(unknown(panel)).toContain('the data have no visits, or few, before Mar 2018')
  })

  it('can be computed for months with visits on a date that lies far back', () => {
    const later = visitsFrom(0, () => 10).map((each) => ({
      ...each,
      id: `later-${String(each['id'])}`,
      period_start: String(each['period_start']).replace(/^\d{4}/, (year) => String(Number(year) + 3))
    }))
    const panel = use({ patient: people, encounter: [...visitsFrom(0, () => 10), ...later] })
    expect(panel.inpatient.points.length).toBe(36)
    expect(unknown(panel)).toEqual([])
  })

  it('is no point of the line of a key figure', () => {
    const old = visit('p0', 'AMB', '2017-02-15')
    const stay = visit('p0', 'IMP', '2019-05-03', '2019-05-09')
    const [emergency, inpatient] = use({
      patient: people,
      encounter: [old, stay, ...visitsFrom(20, () => 10)]
    }).keyFigures
    // Visits begin in September 2018, and the line is of the 24 complete months up to the end of 2019.
    expect(emergency!.trend).toHaveLength(16)
    expect(inpatient!.trend.map(({ value }) => value! > 0)).toEqual(
      Array.from({ length: 16 }, (_, index) => index === 8)
    )
  })

  it('is what it is where few people were members in the first months', () => {
    // One member at first and thirty at the end, with one visit of every third of them in each month.
    const members = (index: number): number => Math.min(30, 3 + index)
    const panel = use({
      patient: people,
      coverage: people.map(({ id }, i) => coverage(`c${i}`, String(id), 'Payer', `${month(Math.max(0, i - 3))}-01`)),
      encounter: visitsFrom(0, (index) => Math.ceil(members(index) / 3))
    })
    expect(unknown(panel)).toEqual([])
    expect(panel.inpatient.points.length).toBeGreaterThan(12)
  })
})
