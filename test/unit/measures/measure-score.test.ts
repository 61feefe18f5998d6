import { describe, expect, it } from 'vitest'
import { MeasureScore } from '#engine/measures/measure-score.ts'
import { readMeasure } from '#engine/measures/measure-definition.ts'
import type { PopulationCount } from '#engine/measures/measure-evaluator.ts'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'

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

function score(definition: FhirObject, ...patients: readonly (readonly PopulationCount[])[]): number | undefined {
  const sums = new MeasureScore(readMeasure(definition))
  patients.forEach((populations, index) =>
    sums.add({ patient: String(index), groups: [{ id: 'g', populations, strata: [] }], supplemental: {}, problems: [] })
  )
  return sums.groups()[0]!.score
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
    expect(
      score(definition, [observed('od', 10, 30), observed('on', 2)], [observed('od', 10), observed('on', 3)])
    ).toBe(0.1)
  })
})
