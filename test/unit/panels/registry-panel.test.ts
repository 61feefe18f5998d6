import { describe, expect, it } from 'vitest'
import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { listedCount } from './opened-rows.ts'

const sct = 'http://snomed.info/sct'

function panel(tables: PlainTables, id: string, context: Partial<Context> & { readonly date: string }): RegistryPanel {
  const { date, filters = [] } = context
  return runPanel(plainStore(tables), shippedRegistries, 'registry', { asOf: day(date), filters }, { id })
}

const diagnosis = (patient_id: string, code: string, onset: string): PlainRow => ({
  id: `${patient_id}-${code}-${onset}`,
  patient_id,
  code: `${sct}|${code}`,
  onset
})
const visit = (patient_id: string, period_start: string): PlainRow => ({
  id: `${patient_id}-${period_start}`,
  patient_id,
  status: 'finished',
  class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB',
  period_start
})

/** Months from `YYYY-MM` on. */
function months(from: string, count: number): string[] {
  const [year = 0, month = 0] = from.split('-').map(Number)
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, month - 1 + index, 1)).toISOString().slice(0, 7)
  )
}

describe('incidence', () => {
  // Ten people, under observation since 2015. In the third quarter of 2019 (92 days) one is diagnosed on its 31st day, one
  // dies on its 11th day, one was diagnosed before, one came too late (wash-out ends after the quarter), six stay at risk.
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
  const tables: PlainTables = {
    patient: ids.map((id) => ({ id, birth_date: '1960-01-01', ...(id === 'b' ? { deceased_at: '2019-07-11' } : {}) })),
    encounter: [
      ...ids.map((id) => visit(id, id === 'd' ? '2018-12-01' : '2015-01-01')),
      // Somebody is seen every month, so that the records reach beyond the dates that are asked for.
      ...months('2016-01', 50).map((month) => visit('j', `${month}-28`))
    ],
    condition: [diagnosis('a', '44054006', '2019-07-31'), diagnosis('c', '44054006', '2018-01-01')]
  }
  const quarter = (date: string) => panel(tables, 'diabetes', { date }).incidence.series.points.at(-1)!

  it('takes a month for its first day, and makes no new case of a year alone', () => {
    const written = (a: string, e: string): PlainTables => ({
      ...tables,
      condition: [diagnosis('a', '44054006', a), diagnosis('e', '44054006', e)]
    })
    const casesOf = (condition: PlainTables, date: string) => {
      const { incidence } = panel(condition, 'diabetes', { date })
      return { incidence, cases: incidence.series.points.map(({ label, figure }) => [label, figure.numerator]) }
    }
    const exact = casesOf(written('2019-01-01', '2019-07-01'), '2019-09-30')
    expect(exact.cases.filter(([, cases]) => cases !== 0)).toEqual([
      ['Q1 2019', 1],
      ['Q3 2019', 1]
    ])
    const vague = casesOf(written('2019', '2019-07'), '2019-09-30')
    expect(vague.cases.filter(([, cases]) => cases !== 0)).toEqual([['Q3 2019', 1]])
    expect(JSON.stringify(vague.incidence.provenance)).toContain(
      'Of 50% of the members only the year of the first record is known: they are members from January 1 of that year and no new cases.'
    )
    expect(JSON.stringify(exact.incidence.provenance)).not.toContain('only the year')
    // The rows behind the figure are those that it counts.
    const store = plainStore(written('2019', '2019-07'))
    const rows = vague.incidence.series.points.at(-1)!.figure.rows!
    expect(resolveRows(populationOf(store, shippedRegistries), rows).length).toBe(1)
  })

  it('counts first records and the time at risk, to the day', () => {
    const { figure, label, incomplete } = quarter('2019-09-30')
    expect([label, incomplete]).toEqual(['Q3 2019', false])
    expect(figure.numerator).toBe(1)
    // 30 days of a, 10 of b, 6 × 92 of the others.
    expect(figure.denominator! * 365.25).toBeCloseTo(30 + 10 + 6 * 92, 6)
    expect(figure.value).toBeCloseTo(1000 / ((30 + 10 + 6 * 92) / 365.25), 6)
    expect(figure.interval?.method).toBe('exact-poisson')
  })

  it('opens new cases who died since, too', () => {
    const patient = tables['patient']!.map((each) =>
      each['id'] === 'a' ? { ...each, deceased_at: '2019-08-20' } : each
    )
    const store = plainStore({ ...tables, patient })
    const context = { asOf: day('2019-09-30'), filters: [] }
    const { incidence } = runPanel(store, shippedRegistries, 'registry', context, { id: 'diabetes' })
    const { figure } = incidence.series.points.at(-1)!
    expect(figure.numerator).toBe(1)
    expect(listedCount(populationOf(store, shippedRegistries), shippedRegistries, figure)).toBe(1)
  })

  it('is the same whoever of the registry is in view', () => {
    const all = panel(tables, 'diabetes', { date: '2019-09-30' })
    for (const filter of [
      { dimension: 'entry:diabetes', values: ['2019-07'] },
      { dimension: 'source:diabetes', values: ['chart'] },
      { dimension: 'registry:diabetes', values: ['yes'] }
    ]) {
      const { keyFigures } = panel(tables, 'diabetes', { date: '2019-09-30', filters: [filter] })
      const values = (figures: typeof keyFigures): unknown =>
        figures.map(({ id, figure }) => [id, figure.value, figure.numerator, figure.denominator])
      expect(values(keyFigures), filter.dimension).toEqual(values(all.keyFigures))
    }
  })

  it('ends at the as-of date and says that the quarter goes on', () => {
    const { figure, incomplete } = quarter('2019-08-01')
    expect(incomplete).toBe(true)
    expect(figure.denominator! * 365.25).toBeCloseTo(30 + 10 + 6 * 32, 6)
  })

  it('takes nobody for at risk whose diagnosis has no day', () => {
    const undated = { id: 'undated', patient_id: 'e', code: `${sct}|44054006` }
    const { figure } = panel({ ...tables, condition: [...tables['condition']!, undated] }, 'diabetes', {
      date: '2019-09-30'
    }).incidence.series.points.at(-1)!
    expect(figure.numerator).toBe(1)
    // As before, without the 92 days of e.
    expect(figure.denominator! * 365.25).toBeCloseTo(30 + 10 + 5 * 92, 6)
  })

  it('adds up the last twelve complete months in the key figure', () => {
    const figure = panel(tables, 'diabetes', { date: '2019-10-15' }).keyFigures.find(
      (each) => each.id === 'incidence'
    )!.figure
    expect(figure.numerator).toBe(1)
    // 1 Oct 2018 to 30 Sep 2019: 303 days of a, 283 of b, 6 × 365 of the others.
    expect(figure.denominator! * 365.25).toBeCloseTo(303 + 283 + 6 * 365, 6)
  })
})

describe('prevalence', () => {
  const tables: PlainTables = {
    patient: [
      { id: 'a', birth_date: '1950-01-01', gender: 'female' },
      { id: 'b', birth_date: '1950-06-01', gender: 'male' },
      { id: 'c', birth_date: '2000-01-01', gender: 'male' },
      { id: 'd', birth_date: '1940-01-01', gender: 'male', deceased_at: '2019-06-15' }
    ],
    encounter: [
      ...['b', 'c', 'd'].map((id) => visit(id, '2010-01-01')),
      ...months('2019-03', 12).map((month) => visit('a', `${month}-01`))
    ],
    condition: [diagnosis('a', '44054006', '2019-05-10'), diagnosis('d', '44054006', '2010-01-01')]
  }

  it('follows diagnoses and deaths month by month, from the first data on', () => {
    const { crude } = panel(tables, 'diabetes', { date: '2019-07-15' }).prevalence
    const seen = crude.points
      .slice(-5)
      .map(({ label, figure, incomplete }) => [label, figure.numerator, figure.denominator, incomplete])
    expect(seen).toEqual([
      ['Mar 2019', 1, 4, false],
      ['Apr 2019', 1, 4, false],
      ['May 2019', 2, 4, false],
      ['Jun 2019', 1, 3, false],
      ['Jul 2019', 1, 3, true]
    ])
    expect(crude.points).toHaveLength(36)
  })

  it('is standardized to the ages of the US population of 2000, half of each age for either sex', () => {
    const { standardized } = panel(tables, 'diabetes', { date: '2019-07-15' }).prevalence
    // In July 2019: of women of 65 to 74 one of one, of men of that age and of 15 to 24 none of one each.
    const expected = 0.066037 / (0.066037 * 2 + 0.138646)
    expect(standardized!.points.at(-1)!.figure.value).toBeCloseTo(expected, 9)
    // A share of people has no more than 100%, which the interval of a standardized rate of events does not know.
    expect(standardized!.points.at(-1)!.figure.interval).toMatchObject({ method: 'wilson' })
    expect(standardized!.points.at(-1)!.figure.interval!.high).toBeLessThanOrEqual(1)
  })

  it('heeds filters, but not one on the registry itself', () => {
    const men = panel(tables, 'diabetes', { date: '2019-05-31', filters: [{ dimension: 'sex', values: ['male'] }] })
    expect(men.prevalence.crude.points.at(-1)!.figure).toMatchObject({ numerator: 1, denominator: 3 })
    const members = panel(tables, 'diabetes', {
      date: '2019-05-31',
      filters: [{ dimension: 'registry:diabetes', values: ['yes'] }]
    })
    expect(members.prevalence.crude.points.at(-1)!.figure).toMatchObject({ numerator: 2, denominator: 4 })
    expect(members.prevalence.provenance.filters).toHaveLength(1)
  })

  it('is compared between groups', () => {
    const { groups, overall } = panel(tables, 'diabetes', { date: '2019-05-31' }).strata[0]!
    const rows = groups.find((each) => each.dimension === 'age')!.rows
    expect(rows.map(({ label, figure, people }) => [label, figure.numerator, people])).toEqual([
      ['18–44', 0, 1],
      ['65–74', 1, 2],
      ['75–84', 1, 1]
    ])
    expect(overall.value).toBe(0.5)
    expect(rows[1]!.filter).toEqual({ dimension: 'age', values: ['65-74'] })
  })
})

describe('conditions that come together', () => {
  it('are compared with chance within age and sex', () => {
    // Ten people with hypertension, all of one age and sex: five with diabetes, four with hyperlipidaemia, three with both.
    const ids = Array.from({ length: 10 }, (_, index) => `p${index}`)
    const condition = [
      ...ids.map((id) => diagnosis(id, '59621000', '2010-01-01')),
      ...ids.slice(0, 5).map((id) => diagnosis(id, '44054006', '2010-01-01')),
      ...ids.slice(2, 6).map((id) => diagnosis(id, '55822004', '2010-01-01'))
    ]
    const patient = ids.map((id) => ({ id, birth_date: '1960-01-01', gender: 'female' }))
    const { labels, cells } = panel({ patient, condition }, 'hypertension', { date: '2020-01-01' }).comorbidity
    expect(labels.map((each) => each.id)).toEqual(['diabetes', 'hyperlipidaemia'])
    expect(cells[0]![0]).toMatchObject({ value: 0.5, unit: 'proportion', numerator: 5, denominator: 10 })
    expect(cells[1]![0]).toMatchObject({ unit: 'ratio', numerator: 3, denominator: 2, value: 1.5 })
  })

  it('expect nothing between groups that never meet', () => {
    const patient = [
      { id: 'a', birth_date: '1960-01-01', gender: 'female' },
      { id: 'b', birth_date: '1960-01-01', gender: 'male' }
    ]
    const condition = [
      ...['a', 'b'].map((id) => diagnosis(id, '59621000', '2010-01-01')),
      diagnosis('a', '44054006', '2010-01-01'),
      diagnosis('b', '55822004', '2010-01-01')
    ]
    const { cells } = panel({ patient, condition }, 'hypertension', { date: '2020-01-01' }).comorbidity
    expect(cells[1]![0]).toMatchObject({ numerator: 0, denominator: 0, value: undefined })
  })
})

describe('a registry', () => {
  it('shows its definition with how many rows each code finds', () => {
    const tables = {
      patient: [{ id: 'a', birth_date: '1950-01-01' }],
      condition: [diagnosis('a', '44054006', '2019-01-01'), diagnosis('a', '44054006', '2019-02-01')]
    }
    const { definition } = panel(tables, 'diabetes', { date: '2020-01-01' })
    expect(definition.codes.find((each) => each.code === '44054006')).toMatchObject({ rows: 2, match: 'exact' })
    expect(definition.codes.find((each) => each.code === 'E11')).toMatchObject({ rows: 0, match: 'prefix' })
    expect(definition.codes.find((each) => each.code === '4548-4')?.system).toBe('http://loinc.org')
    expect(definition.criteria[0]).toContain('confirmed')
    expect(definition.sources.length).toBeGreaterThan(1)
  })

  it('without a control shows who is seen and who needed an emergency department', () => {
    const tables = {
      patient: [{ id: 'a', birth_date: '1950-01-01' }],
      encounter: [visit('a', '2019-06-01')],
      condition: [diagnosis('a', '13645005', '2019-01-01')]
    }
    const ids = panel(tables, 'copd', { date: '2020-01-01' }).keyFigures.map((each) => each.id)
    expect(ids).toEqual(['members', 'prevalence', 'incidence', 'seen', 'emergency'])
  })

  it('that does not exist is an error to act on', () => {
    expect(() => panel({ patient: [] }, 'gout', { date: '2020-01-01' })).toThrow('There is no registry "gout"')
  })
})
