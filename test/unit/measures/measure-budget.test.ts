import { describe, expect, it } from 'vitest'
import type { EvaluationLimits } from '#engine/cql/elm/library/budget.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { mergeParts } from '#engine/measures/run/merge-runs.ts'
import { MeasureRunner } from '#engine/measures/run/measure-runner.ts'
import {
  exists,
  measureResources,
  record,
  retrieve,
  type Elm,
  type SmallMeasure
} from '../../support/small-measures.ts'

const encounters = retrieve('Encounter')
/** All combinations of a person's encounters, four at a time. */
const combinations: Elm = {
  type: 'Query',
  source: ['A', 'B', 'C', 'D'].map((alias) => ({ alias, expression: encounters })),
  relationship: [],
  where: { type: 'IsNull', operand: { type: 'AliasRef', name: 'D' } }
}
const greedy: SmallMeasure = { name: 'Greedy', denominator: exists(encounters), numerator: exists(combinations) }
const honest: SmallMeasure = { name: 'Honest', denominator: exists(encounters), numerator: exists(encounters) }
const content = readMeasureContent(measureResources([greedy, honest], {}))
const evaluation: EvaluationLimits = { steps: 10_000, elements: 10_000, millis: Infinity }

/** Evaluates both measures over people with so many encounters each. */
function evaluated(encounterCounts: readonly number[], stoppedPatients: number) {
  const ranges = [{ first: 0, count: encounterCounts.length }]
  const extractor = new ChunkExtractor(planExtraction(content), ranges)
  encounterCounts.forEach((count, ordinal) => {
    const id = `p${ordinal}`
    extractor.addResource(ordinal, { resourceType: 'Patient', id })
    for (let index = 0; index < count; index++) {
      extractor.addResource(ordinal, record('Encounter', id, 'visit', { id: `${id}-${index}` }))
    }
  })
  const runner = new MeasureRunner(content, { policy: 'derive', zone: 'UTC' }, { evaluation, stoppedPatients })
  runner.load(extractor.finish())
  const job = runner.start({
    snapshot: 's',
    patients: encounterCounts.length,
    ranges,
    measures: [],
    periods: [{ start: '2025-01-01', end: '2025-12-31' }],
    hashes: new Map()
  })
  while (!job.step(1)) continue
  return { runs: job.results(), failed: job.failed }
}

describe('a measure that takes too much', () => {
  it('for one person is stopped for that person, once, with a sentence; others and other measures go on', () => {
    const { runs, failed } = evaluated([3, 20, 2], 10)
    expect(failed).toEqual([])
    const [first, second] = runs
    expect(first!.problems).toEqual([
      {
        patient: 'p1',
        expression: 'numerator',
        resource: expect.stringContaining('Encounter/') as unknown,
        message: 'The evaluation was stopped after 10,000 steps. (Greedy, "numerator")'
      }
    ])
    expect(second!.problems).toEqual([])
    expect(second!.groups[0]!.populations.map(({ members }) => members[0])).toEqual([0b111, 0b111, 0b111])
  })

  it('for one person after the other is ended; the other measures are evaluated for everybody', () => {
    const { runs, failed } = evaluated([20, 20, 20, 20, 1], 3)
    expect(failed).toEqual([
      {
        measure: 'http://example.org/Measure/Greedy',
        reason:
          'Its logic takes too much for this computer: it was stopped for 3 people, and the measure was ended. The evaluation was stopped after 10,000 steps. (Greedy, "numerator")'
      }
    ])
    expect(runs.map(({ title }) => title)).toEqual(['Honest'])
    expect(runs[0]!.groups[0]!.populations[2]!.members[0]).toBe(0b11111)
  })

  it('in one part of the people is no result for the others', () => {
    const whole = evaluated([1, 1, 1], 3)
    const ended = evaluated([20, 20, 20], 3)
    for (const parts of [
      [whole, ended],
      [ended, whole]
    ]) {
      const { runs, failed } = mergeParts(parts)
      expect(runs.map(({ title }) => title)).toEqual(['Honest'])
      expect(failed).toHaveLength(1)
    }
    expect(mergeParts([whole, whole]).runs).toHaveLength(2)
  })
})
