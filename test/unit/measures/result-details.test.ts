import { describe, expect, it } from 'vitest'
import { objectOf, objectsOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { readMeasure } from '#engine/measures/definition/measure-definition.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { validateReport } from '#engine/reports/validate-report.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { plainMeasure, plainRun } from '../../support/plain-measures.ts'
import { plainStore } from '../selection/plain-store.ts'
import { context, definition, input, parse, write } from './written-reports.ts'

const key = 'breast-cancer-screening/rate'

describe('the errors of a run', () => {
  const store = plainStore({ patient: [{ id: 'p0', given: 'Ada', family: 'Secret' }, { id: 'p1' }] })
  const run = {
    ...plainRun(definition, [
      [1, 1, 0, 0, 1],
      [1, 1, 0, 0, 0]
    ]),
    problems: [
      { patient: 'p0', expression: 'Numerator', resource: 'Observation/o', message: 'The list has several items.' },
      { patient: 'gone', expression: 'Denominator', resource: undefined, message: 'It took too long.' }
    ]
  }
  const failing = qualityInput(store, [plainMeasure(definition, run)])

  it('name the person, the expression and what went wrong', () => {
    const panel = runMeasurePanel(failing, 'errors', context, { key, revealed: false })
    expect(panel).toMatchObject({ title: definition.title, people: 2 })
    expect(panel.errors).toMatchObject([
      {
        patient: 0,
        id: 'p0',
        expression: 'Numerator',
        resource: 'Observation/o',
        message: 'The list has several items.'
      },
      { patient: undefined, id: 'gone', name: '', expression: 'Denominator', resource: '' }
    ])
    expect(JSON.stringify(panel)).not.toContain('Secret')
    expect(runMeasurePanel(failing, 'errors', context, { key, revealed: true }).errors[0]?.name).toBe('Ada Secret')
  })
  it('are counted on the scorecard', () => {
    expect(runMeasurePanel(failing, 'scorecard', context, {}).rows[0]?.problems).toBe(2)
  })
})

describe('the strata of a measure', () => {
  it('are called as the measure describes them, and by their ids where it does not', () => {
    const stratifier = { id: 'ages-42-51', description: 'Women of 42 to 51', criteria: { expression: 'Ages 42 To 51' } }
    const read = readMeasure({
      resourceType: 'Measure',
      library: ['http://example.org/Library/l'],
      scoring: { coding: [{ code: 'proportion' }] },
      group: [{ stratifier: [stratifier, { id: 'other', criteria: { expression: 'Other' } }] }]
    })
    const groups = [{ ...definition.groups[0]!, stratifiers: read.groups[0]!.stratifiers }]
    const described = { ...definition, groups }
    const run = plainRun(described, [[1, 1, 0, 0, 1]])
    const [group] = run.groups
    const stratum = (id: string, value: string | undefined) => ({ id, value, populations: group!.populations })
    const strata = [
      stratum('ages-42-51', 'true'),
      stratum('ages-42-51', 'false'),
      stratum('other', undefined),
      stratum('other', 'x')
    ]
    const divided = { ...run, groups: [{ ...group!, strata }] }
    const store = plainStore({ patient: [{ id: 'p0' }] })
    const panel = runMeasurePanel(qualityInput(store, [plainMeasure(described, divided)]), 'measure', context, { key })
    expect(panel.strata.map(({ title, label }) => [title, label])).toEqual([
      ['Women of 42 to 51', 'In this group'],
      ['Women of 42 to 51', 'All others'],
      ['other', 'In this group'],
      ['other', 'x']
    ])
  })
})

describe('supplemental data', () => {
  it('divide the initial population in view, and open the people of each value', () => {
    const { supplemental } = runMeasurePanel(input, 'measure', context, { key })
    expect(supplemental.map(({ id }) => id)).toEqual(['sde-sex', 'sde-race', 'sde-ethnicity', 'sde-payer'])
    expect(supplemental[0]!.rows.map(({ label, figure }) => [label, figure.value])).toEqual([
      ['Female', 4],
      ['Male', 16]
    ])
    expect(supplemental[1]!.rows.map(({ label, figure }) => [label, figure.value])).toEqual([['Not recorded', 20]])
    const narrow = { ...context, filters: [{ dimension: 'sex', values: ['female'] }] as never }
    expect(runMeasurePanel(input, 'measure', narrow, { key }).supplemental[0]!.rows).toHaveLength(1)
  })

  it('are in the summary report, each value as an Observation that the report refers to', async () => {
    const report = parse(await write('measure-report-summary'))
    expect(validateReport(report)).toEqual([])
    const told = objectsOf(report['contained']).filter(({ resourceType }) => resourceType === 'Observation')
    expect(told.map(({ id, code, valueInteger }) => [id, objectOf(code)?.['text'], valueInteger])).toEqual([
      ['sde-sex-1', 'Sex: Female', 4],
      ['sde-sex-2', 'Sex: Male', 16],
      ['sde-race-1', 'Race: Not recorded', 20],
      ['sde-ethnicity-1', 'Ethnicity: Not recorded', 20],
      expect.arrayContaining(['sde-payer-1', 20])
    ])
    const links = objectsOf(report['extension']).flatMap(
      (item) => objectOf(item['valueReference'])?.['reference'] ?? []
    )
    expect(links).toEqual(told.map(({ id }) => `#${typeof id === 'string' ? id : ''}`))
  })

  it('have no count of few people, and none that tells one', async () => {
    const report = parse(await write('measure-report-summary', { smallCellLimit: 10 }))
    const told = objectsOf(report['contained']).filter(({ id }) => typeof id === 'string' && id.startsWith('sde-sex'))
    expect(told.map(({ valueInteger }) => valueInteger)).toEqual([undefined, undefined])
    expect(JSON.stringify(told)).toContain('masked')
  })
})
