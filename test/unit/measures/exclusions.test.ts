import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { exclusionIds } from '#engine/measures/definition/exclusion-clauses.ts'
import { readContentParts } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { RunCollector } from '#engine/measures/run/run-collector.ts'
import { clauseLabels } from '#engine/measures/rates/exclusion-labels.ts'
import { exists, measureResources, record, retrieve, type Elm } from '../../support/small-measures.ts'

const op = (type: string, ...operand: readonly Elm[]): Elm => ({ type, operand })
const ref = (name: string): Elm => ({ type: 'ExpressionRef', name })
const resources = measureResources(
  [
    {
      name: 'M',
      denominator: exists(retrieve('Encounter')),
      numerator: exists(retrieve('Immunization')),
      defines: {
        'In Hospice': exists(retrieve('Procedure')),
        'Left Absent': exists(retrieve('Condition')),
        'Right Absent': exists(retrieve('Observation'))
      },
      exclusion: op(
        'Or',
        op('Or', ref('In Hospice'), exists(retrieve('Goal'))),
        op('And', ref('Left Absent'), ref('Right Absent'))
      )
    }
  ],
  {}
)
const content = readContentParts(resources)
const measure = content.measures[0]!
const evaluator = new MeasureEvaluator(measure, content)
const period = { start: '2025-01-01', end: '2025-12-31' }

/** Numbers of the clauses by which somebody with records of some types is left out. */
function leftOut(...types: readonly string[]): readonly number[] | undefined {
  const patientRecords: FhirObject[] = [
    { resourceType: 'Patient', id: 'p' },
    ...types.map((type) => record(type, 'p', 'a'))
  ]
  const data = new PatientResources(patientRecords, 'derive', evaluator.program.fhir)
  return evaluator.evaluate('p', data, period).numbers?.['left-out/rate']
}

describe('by what people are left out', () => {
  it('has words for each define, or several that hold together, and none for what has no name', () => {
    expect(clauseLabels(measure, content.libraries)).toEqual({
      rate: {
        'denominator-exclusion': ['In hospice', 'Left absent and Right absent'],
        'denominator-exception': []
      }
    })
  })

  it.each<readonly [types: readonly string[], held: readonly number[] | undefined]>([
    [['Encounter', 'Procedure'], [0]],
    [['Encounter', 'Condition', 'Observation'], [1]],
    [
      ['Encounter', 'Procedure', 'Condition', 'Observation'],
      [0, 1]
    ],
    [['Encounter', 'Goal'], undefined],
    [['Encounter', 'Condition'], undefined],
    [['Procedure'], undefined]
  ])('is, with %j, %j', (types, held) => {
    expect(leftOut(...types)).toEqual(held)
  })

  it('is kept by patient with the run, also where nobody is left out', () => {
    const key = {
      snapshot: 's',
      measure: measure.url,
      version: '1',
      content: 'c',
      period,
      policy: 'derive' as const,
      zone: 'UTC'
    }
    expect(exclusionIds(measure)).toEqual(['left-out/rate'])
    const run = new RunCollector(measure, key, 2)
    const none = { patient: 'p', groups: [], supplemental: {}, problems: [] }
    run.add(0, none)
    run.add(1, { ...none, numbers: { 'left-out/rate': [0, 1] } })
    expect(run.finish(0).numbers).toEqual([
      { id: 'left-out/rate', patient: Int32Array.of(1, 1), value: Float64Array.of(0, 1) }
    ])
    expect(new RunCollector(measure, key, 2).finish(0).numbers).toEqual([
      { id: 'left-out/rate', patient: new Int32Array(), value: new Float64Array() }
    ])
  })
})
