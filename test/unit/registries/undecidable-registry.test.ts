import { describe, expect, it } from 'vitest'
import type { Filter } from '#engine/base/figures/filter.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { plainDefinition, plainMeasure, plainRun } from '../../support/plain-measures.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { figuresIn } from '../panels/opened-rows.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { shippedRegistries } from './shipped-registries.ts'

const asOf = Math.floor(Date.UTC(2026, 0, 1) / 86_400_000)
const person: PlainRow = { id: 'a', birth_date: '1960-01-01', gender: 'female' }
const condition = (code: string): PlainRow => ({ id: code, patient_id: 'a', code, recorded_date: '2024-01-01' })

/** Why the data cannot tell who has a disease. */
function reasonOf(id: string, tables: PlainTables): string | undefined {
  const { index } = populationOf(plainStore({ patient: [person], ...tables }), shippedRegistries)
  return index.cannotTell(shippedRegistries.find((shippedRegistry) => shippedRegistry.id === id)!)
}

describe('a registry with nobody in it', () => {
  it('cannot be told without diagnoses', () => {
    expect(reasonOf('diabetes', {})).toBe('no record of diagnoses in these data')
  })

  it('cannot be told where all diagnoses are in codes that no list knows', () => {
    expect(
      reasonOf('diabetes', { condition: [condition('urn:local|DM|Diabetes'), condition('urn:local|X|Other')] })
    ).toBe('these data use codes that no installed list knows (urn:local, 2 records)')
  })

  it('is empty where a diagnosis of another disease can be read', () => {
    const other = condition('http://hl7.org/fhir/sid/icd-10-cm|I10|Hypertension')
    expect(reasonOf('diabetes', { condition: [other, condition('urn:local|X|Other')] })).toBeUndefined()
  })

  it('is told by results that stand for a diagnosis', () => {
    const bmi = {
      id: 'o',
      patient_id: 'a',
      status: 'final',
      code: 'http://loinc.org|39156-5|',
      effective: '2024-01-01',
      value: 22,
      value_number: 22,
      unit: 'kg/m2'
    }
    expect(reasonOf('obesity', { observation: [bmi] })).toBeUndefined()
    expect(reasonOf('diabetes', { observation: [bmi] })).toBeDefined()
  })

  it('shows no prevalence, no people and no new cases, but the reason', () => {
    const panel = runPanel(
      plainStore({ patient: [person] }),
      shippedRegistries,
      'registry',
      { asOf, filters: [] },
      {
        id: 'diabetes'
      }
    )
    for (const id of ['members', 'prevalence', 'incidence']) {
      const { figure } = panel.keyFigures.find((keyFigure) => keyFigure.id === id)!
      expect(figure.value, id).toBeUndefined()
      expect(figure.missing, id).toBe('no record of diagnoses in these data')
    }
    expect(panel.prevalence.standardized).toBeUndefined()
  })
})

describe('filters of a registry that the data cannot tell', () => {
  const population = populationOf(
    plainStore({
      patient: [{ id: 'a', birth_date: '1960-03-01', gender: 'female' }],
      encounter: [{ id: 'e', patient_id: 'a', status: 'finished', period_start: '2025-02-01' }]
    }),
    shippedRegistries
  )
  const on = (value: string, exclude = false) => [{ dimension: 'registry:diabetes', values: [value], exclude }]

  it('have nobody with yes or no, and say why', () => {
    const reason = 'no record of diagnoses in these data'
    for (const value of ['yes', 'no']) expect(population.count(asOf, on(value))).toBe(0)
    expect(population.count(asOf, on('yes', true))).toBe(1)
    expect([...population.codes('registry:diabetes', asOf), ...population.codes('conditions', asOf)]).toEqual([-1, -1])
    const summary = runPanel(
      population.shards.map(({ shard }) => shard),
      shippedRegistries,
      'summary',
      { asOf, filters: on('no') },
      {}
    )
    const missingOf = (id: string) => summary.dimensions.find((dimension) => dimension.id === id)?.missing
    expect(['registry:diabetes', 'control:diabetes/hba1c', 'conditions', 'sex'].map(missingOf)).toEqual([
      reason,
      'no record of results in these data',
      reason,
      undefined
    ])
    expect(summary.people.missing).toBe(reason)
  })

  it('withhold the figures of panels and of parts of them, in place of 0 people', () => {
    const shards = population.shards.map(({ shard }) => shard)
    for (const filters of [
      on('yes'),
      on('no'),
      on('yes', true),
      on('4+').map((filter) => ({ ...filter, dimension: 'conditions' }))
    ]) {
      const { keyFigures, pyramid } = runPanel(shards, shippedRegistries, 'overview', { asOf, filters }, {})
      const figures = [...keyFigures.map(({ figure }) => figure), ...pyramid.bands.map(({ female }) => female)]
      expect(figures.length).toBeGreaterThan(5)
      for (const figure of figures) {
        expect(figure.value).toBeUndefined()
        expect(figure.missing).toBeDefined()
      }
      expect(keyFigures.find(({ id }) => id === 'people')?.figure.missing).toBe('no record of diagnoses in these data')
    }
    const part = runPanel(
      shards,
      shippedRegistries,
      'part',
      { asOf, filters: on('no') },
      { panel: 'overview', params: {}, part: 'people' }
    )
    expect(JSON.stringify(part)).toContain('no record of diagnoses in these data')
    const { keyFigures } = runPanel(shards, shippedRegistries, 'overview', { asOf, filters: [] }, {})
    expect(keyFigures.find(({ id }) => id === 'people')?.figure.value).toBe(1)
  })

  it('withhold the figures of measures and of risk, too', () => {
    const risk = openRisk(population, shippedRisk)
    const definition = plainDefinition('screening')
    const input = qualityInput(population.store, [plainMeasure(definition, plainRun(definition, [[1, 1, 0, 0, 1]]))])
    const panels = (filters: readonly Filter[]) => ({
      summary: runRiskPanel(risk, 'summary', { asOf, filters }, {}),
      lists: runRiskPanel(risk, 'lists', { asOf, filters }, { window: 90, limit: 5, revealed: false }),
      scorecard: runMeasurePanel(input, 'scorecard', { asOf, filters }, {}),
      measure: runMeasurePanel(input, 'measure', { asOf, filters }, { key: 'screening/rate' })
    })
    const valuesIn = (filters: readonly Filter[]) =>
      Object.entries(panels(filters)).flatMap(([name, panel]) =>
        figuresIn(panel)
          .filter(({ figure: { value, rows } }) => value !== undefined && rows !== undefined)
          .map(({ path }) => `${name}${path}`)
      )
    expect(valuesIn([])).toContain('scorecard/rows/0/rate')
    expect(valuesIn(on('yes'))).toEqual([])
  })
})
