import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { scoreRun } from '#engine/measures/run/measure-score.ts'
import { MeasureRunner } from '#engine/measures/run/measure-runner.ts'

const coded = (code: string): FhirObject => ({ coding: [{ code }] })

/** A component whose denominator and numerator are the records of two types. */
function component(name: string, denominator: string, numerator: string): readonly FhirObject[] {
  const exists = (type: string): object => ({
    type: 'Exists',
    operand: { type: 'Retrieve', dataType: `{http://hl7.org/fhir}${type}` }
  })
  const defines = {
    'initial-population': exists('Patient'),
    denominator: exists(denominator),
    numerator: exists(numerator)
  }
  const elm = {
    library: {
      identifier: { id: name },
      statements: {
        def: Object.entries(defines).map(([define, expression]) => ({ name: define, context: 'Patient', expression }))
      }
    }
  }
  const population = Object.keys(defines).map((code) => ({
    id: code,
    code: coded(code),
    criteria: { expression: code }
  }))
  return [
    {
      resourceType: 'Measure',
      url: `http://example.org/${name}`,
      library: [`Library/${name}`],
      scoring: coded('proportion'),
      group: [{ id: 'g', population }]
    },
    {
      resourceType: 'Library',
      name,
      content: [{ contentType: 'application/elm+json', data: btoa(JSON.stringify(elm)) }]
    }
  ]
}

function composite(scoring: string, weights: readonly number[] = []): FhirObject {
  const names = ['A', 'B']
  return {
    resourceType: 'Measure',
    url: 'http://example.org/composite',
    scoring: coded('composite'),
    compositeScoring: coded(scoring),
    relatedArtifact: names.map((name, index) => ({
      type: 'composed-of',
      resource: `http://example.org/${name}|1`,
      extension: weights.slice(index, index + 1).map((valueDecimal) => ({
        url: 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-weight',
        valueDecimal
      }))
    }))
  }
}

/** Of four people: both met, one of two met, none of one met, in no denominator. */
const people = [
  ['Condition', 'Procedure', 'Encounter', 'Observation'],
  ['Condition', 'Procedure', 'Encounter'],
  ['Condition'],
  []
].map((types, index): readonly FhirObject[] =>
  ['Patient', ...types].map((resourceType) => ({ resourceType, id: `${resourceType}-${String(index)}` }))
)

function run(measure: FhirObject) {
  const content = readMeasureContent([
    measure,
    ...component('A', 'Condition', 'Procedure'),
    ...component('B', 'Encounter', 'Observation')
  ])
  const ranges = [{ first: 0, count: people.length }]
  const extractor = new ChunkExtractor(planExtraction(content), ranges)
  people.forEach((records, ordinal) => {
    for (const record of records) extractor.addResource(ordinal, record)
  })
  const runner = new MeasureRunner(content, { policy: 'derive', zone: 'UTC' })
  runner.load(extractor.finish())
  const job = runner.start({
    snapshot: 's',
    patients: people.length,
    ranges,
    measures: ['http://example.org/composite'],
    periods: [{ start: '2025-01-01', end: '2025-12-31' }],
    hashes: new Map()
  })
  expect(job.step(people.length)).toBe(true)
  return { failed: job.failed, groups: job.results().map((result) => scoreRun(content.measures[0]!, result)[0]!) }
}

describe('composite measures', () => {
  it('by opportunities: all numerators over all denominators', () => {
    expect(run(composite('opportunity')).groups[0]).toMatchObject({
      populations: { 'initial-population': 4, denominator: 5, numerator: 3 },
      score: 0.6
    })
  })
  it('all or nothing: who meets every component of whose denominator they are', () => {
    expect(run(composite('all-or-nothing')).groups[0]).toMatchObject({
      populations: { denominator: 3, numerator: 1 },
      score: 1 / 3
    })
  })
  it('linear and weighted: the mean of what each person meets', () => {
    expect(run(composite('linear')).groups[0]!.score).toBeCloseTo((1 + 0.5 + 0) / 3)
    expect(run(composite('weighted', [3, 1])).groups[0]!.score).toBeCloseTo((1 + 0.75 + 0) / 3)
  })
  it('says which component is missing', () => {
    const measure = composite('opportunity')
    const artifacts = [{ type: 'composed-of', resource: 'http://example.org/C' }]
    const { failed, groups } = run({ ...measure, relatedArtifact: artifacts })
    expect(groups).toEqual([])
    expect(failed[0]?.reason).toContain('http://example.org/C')
  })
})
