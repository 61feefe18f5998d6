import { describe, expect, it } from 'vitest'
import { scoreRun } from '#engine/measures/run/measure-score.ts'
import { readMeasure } from '#engine/measures/definition/measure-definition.ts'
import type { PopulationCount } from '#engine/measures/evaluate/patient-result.ts'
import type { RunKey } from '#engine/measures/run/measure-run.ts'
import { RunCollector } from '#engine/measures/run/run-collector.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'

const extension = (name: string, value: string): FhirObject => ({
  url: `http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-${name}`,
  valueCode: value
})

function measure(scoring: string, populations: readonly FhirObject[]): FhirObject {
  return {
    resourceType: 'Measure',
    url: 'http://example.org/Measure/M',
    library: ['http://example.org/Library/M|1'],
    group: [{ id: 'g', extension: [extension('scoring', scoring)], population: populations }]
  }
}

const population = (id: string, code: string, ...extensions: FhirObject[]): FhirObject => ({
  id,
  code: { coding: [{ code }] },
  extension: extensions,
  criteria: { expression: id }
})

const key: RunKey = {
  snapshot: 's',
  measure: 'http://example.org/Measure/M',
  version: undefined,
  content: '',
  period: { start: '2025-01-01', end: '2025-12-31' },
  policy: 'derive',
  zone: 'UTC'
}

function score(definition: FhirObject, ...patients: readonly (readonly PopulationCount[])[]): number | undefined {
  const read = readMeasure(definition)
  const collector = new RunCollector(read, key, patients.length)
  patients.forEach((populations, index) =>
    collector.add(index, {
      patient: String(index),
      groups: [{ id: 'g', populations, strata: [] }],
      supplemental: {},
      problems: []
    })
  )
  return scoreRun(read, collector.finish(0))[0]!.score
}

describe('scores', () => {
  it('of a proportion leave exclusions and exceptions out of the denominator', () => {
    const codes = ['denominator', 'denominator-exclusion', 'denominator-exception', 'numerator']
    const definition = measure(
      'proportion',
      codes.map((code) => population(code, code))
    )
    const patient = (...counts: number[]): PopulationCount[] =>
      codes.map((code, index) => ({ id: code, code, count: counts[index]! }))
    expect(score(definition, patient(1, 0, 0, 1), patient(1, 0, 0, 0), patient(1, 1, 0, 0), patient(1, 0, 1, 0))).toBe(
      0.5
    )
    expect(score(definition, patient(1, 1, 0, 0))).toBeUndefined()
  })

  it('of a continuous variable join the observations as the measure says', () => {
    const make = (method: string): FhirObject =>
      measure('continuous-variable', [population('o', 'measure-observation', extension('aggregateMethod', method))])
    const patient = (...observations: number[]): PopulationCount[] => [
      { id: 'o', code: 'measure-observation', count: observations.length, observations }
    ]
    expect(score(make('median'), patient(4, 1), patient(3), patient(10))).toBe(3.5)
    expect(score(make('Average'), patient(4, 1), patient(10))).toBe(5)
    expect(score(make('Maximum'))).toBeUndefined()
  })

  it('of a ratio divide its two observations', () => {
    const on = (id: string): FhirObject => extension('criteriaReference', id)
    const definition = measure('ratio', [
      population('d', 'denominator'),
      population('n', 'numerator'),
      population('od', 'measure-observation', on('d')),
      population('on', 'measure-observation', on('n'))
    ])
    const observed = (id: string, ...observations: number[]): PopulationCount => ({
      id,
      code: 'measure-observation',
      count: observations.length,
      observations
    })
    const member = (code: string): PopulationCount => ({ id: code, code, count: 1 })
    const patient = (od: readonly number[], on: readonly number[]): readonly PopulationCount[] => [
      member('denominator'),
      member('numerator'),
      observed('od', ...od),
      observed('on', ...on)
    ]
    expect(score(definition, patient([10, 30], [2]), patient([10], [3]))).toBe(0.1)
  })
})
