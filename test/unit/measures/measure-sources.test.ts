import { describe, expect, it } from 'vitest'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { readContentParts } from '#engine/measures/definition/measure-content.ts'
import type { EvidenceSource } from '#engine/measures/records/evidence-source.ts'
import { cannotCompute } from '#engine/measures/requirements/cannot-compute.ts'
import { storeOfSource } from '#engine/measures/requirements/store-of-source.ts'
import { MeasureRunner } from '#engine/measures/run/measure-runner.ts'
import { measureSources, type SourceRun } from '#engine/measures/scorecard/measure-sources.ts'
import { measuredView } from '#engine/measures/scorecard/run-measure-panel.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { plainMeasure, year2026 } from '../../support/plain-measures.ts'
import { exists, measureResources, retrieve, type Elm } from '../../support/small-measures.ts'
import { day, plainStore } from '../selection/plain-store.ts'

const op = (type: string, ...operand: readonly Elm[]): Elm => ({ type, operand })
/** Done by either source, or half by one and half by the other. */
const numerator = op(
  'Or',
  op(
    'Or',
    exists(retrieve('Procedure')),
    op('Greater', { type: 'Count', source: retrieve('ExplanationOfBenefit') }, literal(1))
  ),
  op('And', exists(retrieve('Observation')), exists(retrieve('ExplanationOfBenefit')))
)
const content = readContentParts(
  measureResources([{ name: 'M', denominator: exists(retrieve('Patient')), numerator }], {})
)
const records: readonly (readonly string[])[] = [
  ['Procedure'],
  ['ExplanationOfBenefit', 'ExplanationOfBenefit'],
  ['Observation', 'ExplanationOfBenefit'],
  ['Observation']
]
const ids = ['a', 'b', 'c', 'd']

function literal(value: number): Elm {
  return { type: 'Literal', valueType: 'Integer', value: String(value) }
}

function run(evidence?: EvidenceSource) {
  const ranges = [{ first: 0, count: ids.length }]
  const extractor = new ChunkExtractor(planExtraction(content), ranges)
  ids.forEach((id, person) => {
    extractor.addResource(person, { resourceType: 'Patient', id })
    records[person]!.forEach((resourceType, index) => {
      extractor.addResource(person, { resourceType, id: `${id}${index}`, status: 'active' })
    })
  })
  const runner = new MeasureRunner(content, { policy: 'derive', zone: 'UTC', evidence })
  runner.load(extractor.finish())
  const job = runner.start({
    snapshot: 's',
    patients: ids.length,
    ranges,
    measures: [],
    periods: [year2026],
    hashes: new Map()
  })
  job.step(ids.length)
  return job.results()[0]!
}

const store = plainStore({
  patient: ids.map((id) => ({ id, birth_date: '1960-01-01', gender: 'female' })),
  encounter: [{ id: 'e', patient_id: 'a', status: 'finished', period_start: '2026-12-31' }]
})
const definition = content.measures[0]!
const input = qualityInput(store, [plainMeasure(definition, run())])
const view = measuredView(input, { asOf: day('2026-12-31'), filters: [] })

function rowWith(claims: SourceRun['cannotCompute']) {
  const url = definition.url
  return measureSources(view, input, {
    chart: new Map([[url, { run: run('chart'), cannotCompute: {} }]]),
    claims: new Map([[url, { run: run('claims'), cannotCompute: claims }]])
  }).rows[0]!
}

describe('measures by the source of the records', () => {
  it('sets the rates of chart, claims and both side by side', () => {
    const { both, chart, claims, onlyTogether } = rowWith({})
    expect(both).toMatchObject({ numerator: 3, denominator: 4 })
    expect(chart).toMatchObject({ numerator: 1, denominator: 4 })
    expect(claims).toMatchObject({ numerator: 1, denominator: 4 })
    expect(onlyTogether).toMatchObject({ value: 1, unit: 'people' })
  })

  it('has the reason in place of a rate that a source cannot tell', () => {
    const reason = 'no record of procedures in these data'
    expect(rowWith({ [definition.groups[0]!.id]: reason }).claims).toMatchObject({ value: undefined, missing: reason })
  })

  it('knows which rates a source cannot tell', () => {
    const only = readContentParts(
      measureResources(
        [{ name: 'M', denominator: exists(retrieve('Patient')), numerator: exists(retrieve('Encounter')) }],
        {}
      )
    )
    const reasons = (source: EvidenceSource): readonly string[] =>
      Object.values(cannotCompute(only.measures[0]!, only, storeOfSource(store, source)))
    expect(reasons('chart')).toEqual([])
    expect(reasons('claims')).toEqual([expect.stringContaining('no record of')])
  })
})
