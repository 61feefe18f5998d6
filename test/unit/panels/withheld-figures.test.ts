import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { KeyFigure } from '#engine/population/panels/results/shapes.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainTables } from '../selection/plain-store.ts'

const people = ['a', 'b', 'c'].map((id) => ({ id, birth_date: '1950-01-01', gender: 'female' }))
const encounter = people.map(({ id }) => ({
  id: `v-${id}`,
  patient_id: id,
  status: 'finished',
  class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB',
  period_start: '2019-06-01'
}))
const condition = [
  { id: 'd', patient_id: 'a', code: 'http://snomed.info/sct|44054006|Diabetes', onset: '2015-01-01' },
  { id: 'h', patient_id: 'b', code: 'http://snomed.info/sct|59621000|Hypertension', onset: '2015-01-01' }
]
const observation = [
  {
    id: 'o',
    patient_id: 'a',
    status: 'final',
    code: 'http://loinc.org|4548-4|A1c',
    effective: '2019-02-01',
    value: 7.1,
    unit: '%'
  }
]
const context = { asOf: day('2019-12-31'), filters: [] }

const overview = (tables: PlainTables, absent: readonly string[]) =>
  runPanel(plainStore(tables), shippedRegistries, 'overview', context, {}, absent)
const diabetes = (tables: PlainTables, absent: readonly string[]) =>
  runPanel(plainStore(tables), shippedRegistries, 'registry', context, { id: 'diabetes' }, absent)
const called = (figures: readonly KeyFigure[], id: string): Figure => figures.find((each) => each.id === id)!.figure

const noConditions = 'Condition is missing from this export'
const withheld = { value: undefined, missing: noConditions }

describe('figures of an export without any Condition', () => {
  const tables = { patient: people, encounter, observation }

  it('have no value and say why, in place of zero', () => {
    const { keyFigures, chronic } = overview(tables, ['Condition'])
    for (const id of ['with-condition', 'hypertension-goal', 'diabetes-goal'])
      expect(called(keyFigures, id)).toMatchObject(withheld)
    expect(chronic.rows.length).toBeGreaterThan(0)
    for (const { figure, yearAgo } of chronic.rows.filter(({ id }) => id === 'diabetes' || id === 'hypertension'))
      expect([figure, yearAgo]).toMatchObject([withheld, withheld])
    const registry = diabetes(tables, ['Condition'])
    for (const { figure } of registry.keyFigures) expect(figure.value).toBeUndefined()
    const points = [...registry.prevalence.crude.points, ...registry.incidence.series.points]
    expect(points.length).toBeGreaterThan(0)
    for (const { figure } of points) expect(figure).toMatchObject(withheld)
    for (const { figures } of registry.controls.flatMap(({ periods }) => periods))
      for (const figure of figures) expect(figure).toMatchObject(withheld)
    for (const { rows } of registry.strata.flatMap(({ groups }) => groups))
      for (const { figure } of rows) expect(figure).toMatchObject(withheld)
  })

  it('stay where they do not depend on it', () => {
    const { keyFigures, pyramid } = overview(tables, ['Condition'])
    expect(called(keyFigures, 'people').value).toBe(3)
    expect(called(keyFigures, 'visited').value).toBe(1)
    expect(pyramid.bands.some(({ female }) => female.value === 3)).toBe(true)
  })

  it('that are filtered by a registry are withheld, too', () => {
    const filters = [{ dimension: 'registry:diabetes', values: ['yes'] }]
    const panel = runPanel(plainStore(tables), shippedRegistries, 'overview', { ...context, filters }, {}, [
      'Condition'
    ])
    expect(called(panel.keyFigures, 'people')).toMatchObject(withheld)
  })
})

describe('figures of an export without other types', () => {
  it('are withheld for what needs results of tests, and only for that', () => {
    const { keyFigures } = diabetes({ patient: people, encounter, condition }, ['Observation'])
    expect(called(keyFigures, 'prevalence').value).toBeCloseTo(1 / 3)
    for (const { figure } of keyFigures.filter(({ id }) => id.endsWith('-none') || id.endsWith('-goal')))
      expect(figure).toMatchObject({ value: undefined, missing: 'Observation is missing from this export' })
  })

  it('name every type that is missing', () => {
    const { keyFigures } = diabetes({ patient: people, encounter }, ['Observation', 'Condition'])
    expect(keyFigures.find(({ id }) => id.endsWith('-goal'))?.figure.missing).toBe(
      'Condition and Observation are missing from this export'
    )
  })

  it('say nothing about visits without encounters', () => {
    const { keyFigures } = overview({ patient: people, condition }, ['Encounter'])
    expect(called(keyFigures, 'visited')).toMatchObject({
      value: undefined,
      missing: 'Encounter is missing from this export'
    })
  })
})

describe('figures of files without a single record of a kind', () => {
  const noResults = { value: undefined, missing: 'no record of results in these data' }
  const noEncounters = { value: undefined, missing: 'no record of encounters in these data' }

  it('do not say that nobody is in control where the data hold no result', () => {
    const tables = { patient: people, encounter, condition }
    const { keyFigures } = diabetes(tables, [])
    expect(called(keyFigures, 'prevalence').value).toBeCloseTo(1 / 3)
    for (const id of ['hba1c-goal', 'hba1c-concern', 'hba1c-none'])
      expect(called(keyFigures, id), id).toMatchObject(noResults)
    for (const id of ['hypertension-goal', 'diabetes-goal'])
      expect(called(overview(tables, []).keyFigures, id), id).toMatchObject(noResults)
  })

  it('do not say that nobody was seen where the data hold no encounter', () => {
    const tables = { patient: people, condition, observation }
    expect(called(overview(tables, []).keyFigures, 'visited')).toMatchObject(noEncounters)
    const summary = runPanel(plainStore(tables), shippedRegistries, 'summary', context, {})
    expect(summary.dimensions.find(({ id }) => id === 'visit12')?.missing).toBe(noEncounters.missing)
    expect(summary.dimensions.find(({ id }) => id === 'sex')?.missing).toBeUndefined()
  })

  it('do not say so of dates before the first record, or long after the last one', () => {
    const store = plainStore({ patient: people, encounter, condition, observation })
    const on = (date: string) => {
      const { keyFigures } = runPanel(store, shippedRegistries, 'overview', { asOf: day(date), filters: [] }, {})
      return [called(keyFigures, 'visited').missing, called(keyFigures, 'diabetes-goal').missing]
    }
    const nothing = [
      'no record of encounters in the 12 months up to the date',
      'no record of results in the 12 months up to the date'
    ]
    expect(on('2018-12-31')).toEqual(nothing)
    expect(on('2019-02-01')).toEqual([nothing[0], undefined])
    expect(on('2019-12-31')).toEqual([undefined, undefined])
    expect(on('2020-02-01')).toEqual([undefined, nothing[1]])
    expect(on('2020-06-01')).toEqual(nothing)
  })

  it('count where there is one of anybody', () => {
    const { keyFigures } = diabetes({ patient: people, encounter, condition, observation }, [])
    expect(called(keyFigures, 'hba1c-goal').value).toBe(1)
    expect(called(overview({ patient: people, condition, encounter }, []).keyFigures, 'visited').value).toBe(1)
  })
})

describe('counts of the summary', () => {
  const tables = { patient: people, encounter, observation }
  const summary = (absent: readonly string[], filters: Parameters<typeof runPanel>[3]['filters'] = []) =>
    runPanel(plainStore(tables), shippedRegistries, 'summary', { ...context, filters }, {}, absent)
  const registry = (of: ReturnType<typeof summary>) => of.registries.find(({ id }) => id === 'diabetes')

  it('have no number for a registry that needs what did not arrive', () => {
    expect(registry(summary(['Condition']))).toMatchObject({ people: undefined, missing: noConditions })
    const undecidable = 'no record of diagnoses in these data'
    expect(registry(summary([]))).toMatchObject({
      id: 'diabetes',
      title: 'Diabetes',
      people: undefined,
      missing: undecidable
    })
  })

  it('say which filters cannot be counted by', () => {
    const missing = Object.fromEntries(summary(['Condition']).dimensions.map((each) => [each.id, each.missing]))
    expect(missing['registry:diabetes'] ?? missing['conditions']).toBe(noConditions)
    expect(missing['sex']).toBeUndefined()
  })

  it('do not tell who is in view under such a filter', () => {
    const filters = [{ dimension: 'registry:diabetes', values: ['yes'] }]
    expect(summary(['Condition'], filters).people.missing).toBe(noConditions)
    expect(summary(['Condition']).people.missing).toBeUndefined()
    // These data have no diagnosis, so that they do not tell it, either.
    expect(summary([], filters).people.missing).toBe('no record of diagnoses in these data')
    expect(summary(['Patient']).people.missing).toBe('Patient is missing from this export')
    expect(registry(summary(['Patient']))).toMatchObject({ people: undefined })
  })
})

it('changes nothing where nothing is missing', () => {
  const tables = { patient: people, encounter, condition, observation }
  expect(overview(tables, [])).toEqual(runPanel(plainStore(tables), shippedRegistries, 'overview', context, {}))
})
