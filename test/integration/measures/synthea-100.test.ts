import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import { dayFromCivil } from '#engine/base/fhir/calendar.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { readFolder } from '../../conformance/synthea-patients.ts'
import {
  ordinalsOf,
  packContent,
  patientsOf,
  qualityInput,
  qualityMeasure,
  runOver
} from '../../support/measure-input.ts'
import { testData } from '../../support/test-data.ts'
import { loadFolder } from '../panels/loaded-folder.ts'

const folder = testData('data/synthea-100')

describe.skipIf(folder === undefined)('the built-in measures over Synthea records', async () => {
  const year = { start: '2019-01-01', end: '2019-12-31' }
  const context = { asOf: dayFromCivil(2019, 10, 31), filters: [] }
  const store = folder === undefined ? undefined : await loadFolder(folder)
  const measures = folder === undefined ? [] : packContent()
  const patients = folder === undefined ? [] : patientsOf(measures, readFolder(folder))
  const ordinals = store === undefined ? new Map<string, number>() : ordinalsOf(store)
  // The body of a suite that is skipped runs all the same.
  const input = (store &&
    qualityInput(
      store,
      measures.map((measure) => qualityMeasure(measure, runOver(measure, store.snapshot.id, patients, ordinals, year)))
    ))!
  const opened = (figure: Figure): number => resolveRows(input.population.shards[0]!, figure.rows!).length

  it('score on the card as they score by themselves', () => {
    const { rows } = runMeasurePanel(input, 'scorecard', context, { table: '2026-ma-pd' })
    expect(rows.length).toBeGreaterThanOrEqual(30)
    for (const { id, content } of measures) {
      const definition = content.measures[0]!
      const evaluator = new MeasureEvaluator(definition, content)
      const sums = new Map<string, number>()
      for (const { id: patient, resources } of patients) {
        const data = new PatientResources(resources, 'derive', evaluator.program.fhir)
        for (const group of evaluator.evaluate(patient, data, year).groups) {
          for (const { code, count } of group.populations) {
            const key = `${group.id} ${code}`
            sums.set(key, (sums.get(key) ?? 0) + count)
          }
        }
      }
      for (const { id: group } of definition.groups) {
        const row = rows.find(({ key }) => key === `${id}/${group}`)!
        const of = (code: string): number => sums.get(`${group} ${code}`) ?? 0
        const eligible = of('denominator') - of('denominator-exclusion') - of('denominator-exception')
        expect([id, row.rate.value]).toEqual([id, eligible === 0 ? undefined : of('numerator') / eligible])
        expect(row.numerator.value).toBe(of('numerator'))
        expect(row.denominator.value).toBe(of('denominator'))
        if (row.numerator.rows !== undefined) expect(opened(row.numerator)).toBe(row.numerator.opens)
      }
    }
  })

  it('divide without rest by every dimension', () => {
    for (const key of ['influenza-immunisation/rate', 'blood-pressure-control/rate']) {
      const { row, groups } = runMeasurePanel(input, 'measure', context, { key })
      expect(groups.map(({ label }) => label)).toEqual([
        'Payer',
        'Plan',
        'Practice',
        'Provider',
        'Age',
        'Sex',
        'Race',
        'Ethnicity'
      ])
      for (const { rows } of groups) {
        expect(rows.reduce((sum, { figure }) => sum + figure.denominator!, 0)).toBe(row.eligible.value)
        expect(rows.reduce((sum, { figure }) => sum + figure.numerator!, 0)).toBe(row.numerator.value)
        for (const { figure } of rows) expect(opened(figure)).toBe(figure.opens)
      }
    }
  })

  it('make a worklist whose open rows are those of the card', () => {
    const { rows } = runMeasurePanel(input, 'scorecard', context, {})
    const list = runMeasurePanel(input, 'worklist', context, {
      query: {
        rates: [],
        statuses: ['open', 'due-soon', 'no-data'],
        owners: [],
        search: '',
        nextVisit: 'any',
        actBy: undefined
      },
      sort: { column: 'actBy', descending: false },
      offset: 0,
      limit: 10_000,
      revealed: false
    })
    expect(list.total).toBe(rows.reduce((sum, { toClose }) => sum + (toClose.value ?? 0), 0))
    expect(new Set(list.rows.map(({ entry }) => entry)).size).toBe(list.total)
    for (const { why, closes } of list.rows) expect([why.length > 5, closes.length > 5]).toEqual([true, true])
  })
})
