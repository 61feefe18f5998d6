import { describe, expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { MeasureRunner } from '#engine/measures/run/measure-runner.ts'
import { scoreRun } from '#engine/measures/run/measure-score.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'

const retrieve = { type: 'Retrieve', dataType: '{http://hl7.org/fhir}Encounter' }
const status = (value: string): object => ({
  type: 'Query',
  source: [{ alias: 'E', expression: retrieve }],
  where: {
    type: 'Equal',
    operand: [
      { type: 'Property', path: 'status', scope: 'E' },
      { type: 'Literal', valueType: '{urn:hl7-org:elm-types:r1}String', value }
    ]
  }
})
const gender = { type: 'Property', path: 'gender', source: { type: 'SingletonFrom', operand: patient() } }

function patient(): object {
  return { type: 'Retrieve', dataType: '{http://hl7.org/fhir}Patient' }
}

function content(basis: string, defines: Readonly<Record<string, object>>, stratifier: string) {
  const elm = {
    library: {
      identifier: { id: 'L' },
      statements: {
        def: Object.entries(defines).map(([name, expression]) => ({ name, context: 'Patient', expression }))
      }
    }
  }
  const codes = ['initial-population', 'denominator', 'numerator']
  const measure: FhirObject = {
    resourceType: 'Measure',
    url: 'http://example.org/Measure/M',
    library: ['http://example.org/Library/L'],
    scoring: { coding: [{ code: 'proportion' }] },
    group: [
      {
        id: 'g',
        extension: [
          { url: 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-populationBasis', valueCode: basis }
        ],
        population: codes.map((code) => ({ id: code, code: { coding: [{ code }] }, criteria: { expression: code } })),
        stratifier: [{ id: 's', criteria: { expression: stratifier } }]
      }
    ]
  }
  const data = btoa(JSON.stringify(elm))
  return readMeasureContent([
    measure,
    { resourceType: 'Library', name: 'L', content: [{ contentType: 'application/elm+json', data }] }
  ])
}

function result(read: ReturnType<typeof content>, patients: readonly (readonly FhirObject[])[]) {
  const period = { start: '2025-01-01', end: '2025-12-31' }
  const extractor = new ChunkExtractor(planExtraction(read), [{ first: 0, count: patients.length }])
  patients.forEach((resources, index) => {
    for (const resource of resources) extractor.addResource(index, resource)
  })
  const runner = new MeasureRunner(read, { policy: 'derive', zone: 'UTC' })
  runner.load(extractor.finish())
  const ranges = [{ first: 0, count: patients.length }]
  const request = { snapshot: 's', patients: patients.length, ranges, measures: [], periods: [period] }
  const job = runner.start({ ...request, hashes: new Map() })
  expect(job.step(patients.length)).toBe(true)
  return scoreRun(read.measures[0]!, job.results()[0]!)[0]!.strata
}

const encounter = (id: string, value: string): FhirObject => ({ resourceType: 'Encounter', id, status: value })

describe('strata', () => {
  it('divide episodes, with the populations and the score of each', () => {
    const defines = {
      'initial-population': retrieve,
      denominator: retrieve,
      numerator: status('finished'),
      Open: status('planned'),
      Ended: status('finished')
    }
    const episodes = [[encounter('1', 'finished'), encounter('2', 'planned')], [encounter('3', 'finished')]]
    expect(result(content('Encounter', defines, 'Ended'), episodes)).toEqual([
      {
        id: 's',
        value: undefined,
        populations: { 'initial-population': 2, denominator: 2, numerator: 2 },
        score: 1
      }
    ])
    expect(result(content('Encounter', defines, 'Open'), episodes)[0]).toMatchObject({
      populations: { 'initial-population': 1, denominator: 1, numerator: 0 },
      score: 0
    })
  })

  it('divide patients by a value', () => {
    const all = { type: 'Exists', operand: patient() }
    const defines = {
      'initial-population': all,
      denominator: all,
      numerator: { type: 'Exists', operand: retrieve },
      Sex: gender
    }
    const person = (id: string, sex: string): FhirObject => ({ resourceType: 'Patient', id, gender: sex })
    const people = [[person('a', 'female'), encounter('1', 'finished')], [person('b', 'female')], [person('c', 'male')]]
    const strata = result(content('boolean', defines, 'Sex'), people)
    expect(strata.map(({ value, populations, score }) => [value, populations['denominator'], score])).toEqual([
      ['female', 2, 0.5],
      ['male', 1, 0]
    ])
    // In the same order when the man comes first.
    const turned = result(content('boolean', defines, 'Sex'), people.toReversed())
    expect(turned.map(({ value, populations }) => [value, populations['denominator']])).toEqual([
      ['female', 2],
      ['male', 1]
    ])
  })
})
