import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { figuresIn } from './opened-rows.ts'

const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const type = 'http://terminology.hl7.org/CodeSystem/claim-type'
const patient = ['a', 'b', 'c', 'd'].map((id) => ({ id, birth_date: '1950-01-01', gender: 'female' }))

interface PlainClaim {
  readonly who: string
  readonly on: string
  readonly code: string
  readonly header?: PlainRow
}

function claims(...given: readonly PlainClaim[]): PlainTables {
  return {
    explanation_of_benefit: given.map(({ who, on, header }, index) => ({
      id: `e${index}`,
      patient_id: who,
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      type: `${type}|professional`,
      billable_start: on,
      insurer_name: 'Plan A',
      payment_amount: 100,
      ...header
    })),
    explanation_of_benefit_diagnosis: given.map(({ who, code }, index) => ({
      explanation_of_benefit_id: `e${index}`,
      patient_id: who,
      sequence: 1,
      code: `${icd}|${code}`
    }))
  }
}

/** a and b have diabetes by claims, c has one visit only, d a denied claim next to another. */
const tables: PlainTables = {
  patient,
  coverage: patient.map(({ id }) => ({
    id: `cov-${id}`,
    patient_id: id,
    status: 'active',
    period_start: '2015-01-01'
  })),
  ...claims(
    { who: 'a', on: '2019-02-01', code: 'E11.9' },
    { who: 'a', on: '2019-06-01', code: 'E11.9' },
    { who: 'b', on: '2019-03-01', code: 'E11.65', header: { type: `${type}|institutional`, bill_type: '0111' } },
    { who: 'c', on: '2019-03-01', code: 'E11.9' },
    { who: 'd', on: '2019-03-01', code: 'E11.9' },
    { who: 'd', on: '2019-09-01', code: 'E11.9', header: { denial_reason: '50', payment_amount: 0 } }
  )
}
const context: Context = { asOf: day('2019-12-31'), filters: [] }
const store = plainStore(tables)

const overview = runPanel(store, shippedRegistries, 'overview', context, {})
const registry = runPanel(store, shippedRegistries, 'registry', context, { id: 'diabetes' })
const key = (id: string, of: typeof overview.keyFigures): Figure => of.find((each) => each.id === id)!.figure

describe('an export of a payer, of claims alone', () => {
  it('gives the members of registries by claims', () => {
    expect(key('members', registry.keyFigures).value).toBe(2)
    expect(key('prevalence', registry.keyFigures).value).toBe(0.5)
    expect(key('with-condition', overview.keyFigures).value).toBe(0.5)
    const summary = runPanel(store, shippedRegistries, 'summary', context, {})
    expect(summary.registries.find(({ id }) => id === 'diabetes')).toMatchObject({
      id: 'diabetes',
      title: 'Diabetes',
      people: 2
    })
  })

  it('says nothing about visits and results, of which it has none', () => {
    const onVisits = { dimension: 'visit12', values: ['yes'] }
    const visited = runPanel(store, shippedRegistries, 'overview', { ...context, filters: [onVisits] }, {})
    expect(key('people', visited.keyFigures)).toMatchObject({
      value: undefined,
      missing: 'Encounter is missing from this export'
    })
    expect(key('hypertension-goal', overview.keyFigures).value).toBeUndefined()
    expect(registry.keyFigures.filter(({ id }) => id.startsWith('hba1c')).map(({ figure }) => figure)).toMatchObject(
      Array(3).fill({ value: undefined, missing: 'Observation is missing from this export' })
    )
  })

  it('does so also where the server said what it leaves out', () => {
    const absent = ['Condition', 'Encounter', 'Observation']
    const panel = runPanel(store, shippedRegistries, 'registry', context, { id: 'diabetes' }, absent)
    expect(key('members', panel.keyFigures).value).toBe(2)
    const { claims: _, ...without } = shippedRegistries.find(({ id }) => id === 'diabetes')!
    const chartOnly = runPanel(store, [without], 'registry', context, { id: 'diabetes' }, absent)
    expect(key('members', chartOnly.keyFigures)).toMatchObject({
      value: undefined,
      missing: 'Condition is missing from this export'
    })
  })

  it('ranks diagnoses of claims that count, and each figure opens its people', () => {
    expect(overview.conditions.isByClaims).toBe(true)
    const numbers = overview.conditions.rows.map(({ code, figure }) => [code, figure.numerator])
    expect(numbers).toEqual([
      ['E11.9', 3],
      ['E11.65', 1]
    ])
    const population = populationOf(store, shippedRegistries)
    for (const { figure } of overview.conditions.rows) {
      expect(resolveRows(population, figure.rows!)).toHaveLength(figure.numerator!)
    }
  })

  it('has coded diagnoses, in the view of data quality', () => {
    const summary = runPanel(store, shippedRegistries, 'summary', context, {})
    expect(summary.fitness.inputs.find(({ label }) => label === 'Diagnoses coded')).toMatchObject({ score: 100 })
  })
})

describe('members by source', () => {
  const both = plainStore({
    ...tables,
    condition: ['a', 'c'].map((who) => ({
      id: `c-${who}`,
      patient_id: who,
      code: `${icd}|E11.9`,
      recorded_date: '2018-05-01'
    }))
  })

  it('are broken down in the registry, and open', () => {
    const { sources, definition } = runPanel(both, shippedRegistries, 'registry', context, { id: 'diabetes' })
    expect(sources?.rows.map(({ label, figure }) => [label, figure.numerator])).toEqual([
      ['Chart only', 1],
      ['Claims only', 1],
      ['Chart and claims', 1]
    ])
    expect(definition.criteria.join(' ')).toContain('2 outpatient or professional claims')
    const population = populationOf(both, shippedRegistries)
    for (const { figure } of figuresIn(sources)) expect(resolveRows(population, figure.rows!)).toHaveLength(1)
  })

  it('are said in the list, which is sorted by them', () => {
    const filters = [{ dimension: 'registry:diabetes', values: ['yes'] }]
    const list = runPanel(
      both,
      shippedRegistries,
      'patients',
      { ...context, filters },
      {
        query: '',
        registry: 'diabetes',
        sort: { column: 'source', descending: false },
        offset: 0,
        limit: 10,
        revealed: false
      }
    )
    expect(list.hasSources).toBe(true)
    expect(list.rows.map(({ id, source }) => [id, source])).toEqual([
      ['a', 'Chart and claims'],
      ['c', 'Chart only'],
      ['b', 'Claims only']
    ])
  })

  it('show the claims that decide on the page of the person', () => {
    const { registries } = runPanel(both, shippedRegistries, 'patient', context, { patient: 0, revealed: false })
    const diabetes = registries.find(({ id }) => id === 'diabetes')
    expect(diabetes).toMatchObject({ source: 'Chart and claims', since: day('2018-05-01') })
    expect(diabetes?.claims.map(({ day: on, role, counts, decides }) => [on, role, counts, decides])).toEqual([
      [day('2019-06-01'), 'professional', true, true],
      [day('2019-02-01'), 'professional', true, true]
    ])
    const byClaims = runPanel(store, shippedRegistries, 'patient', context, { patient: 1, revealed: false })
    expect(byClaims.care.isByClaims).toEqual({ problems: true, medications: true })
    expect(byClaims.care.problems).toEqual([{ label: 'E11.65, Type 2 diabetes mellitus', day: day('2019-03-01') }])
    expect(byClaims.care.medications).toEqual([])
    expect(byClaims.registries.find(({ id }) => id === 'diabetes')).toMatchObject({
      source: 'Claims only',
      since: day('2019-03-01'),
      evidence: { resourceType: 'ExplanationOfBenefit', index: 2 }
    })
  })

  it('are not told apart where no claim makes a member', () => {
    const chart = plainStore({
      patient,
      condition: [{ id: 'c', patient_id: 'a', code: `${icd}|E11.9`, recorded_date: '2018-05-01' }]
    })
    expect(runPanel(chart, shippedRegistries, 'registry', context, { id: 'diabetes' }).sources).toBeUndefined()
  })

  it('the definition states the rule with its source', () => {
    const { definition } = registry
    expect(definition.criteria.some((text) => text.startsWith('Or, by claims: at least 1 claim for a stay'))).toBe(true)
    expect(definition.sources.some(({ title }) => title.startsWith('CCW 30 chronic conditions: Diabetes'))).toBe(true)
  })
})
