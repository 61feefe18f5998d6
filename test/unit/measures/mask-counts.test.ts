import { describe, expect, it } from 'vitest'
import { maskCounts } from '#engine/reports/mask-counts.ts'

const population = (code: string, count: number) => ({ code: { coding: [{ code }] }, count })
const report = (numerator: number) => ({
  resourceType: 'MeasureReport',
  group: [
    {
      id: 'rate',
      population: [
        population('initial-population', 300),
        population('denominator', 300),
        population('numerator', numerator)
      ],
      measureScore: { value: numerator / 300 }
    }
  ]
})
const masked = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }]
}

describe('a summary MeasureReport that leaves', () => {
  it('has masked counts of few people, and no score that would tell them', () => {
    const [group] = maskCounts(report(4), 10)['group'] as unknown as ReturnType<typeof report>['group']
    expect(group!.population[2]).toEqual({ code: { coding: [{ code: 'numerator' }] }, _count: masked })
    expect(group!.population[1]).toEqual(population('denominator', 300))
    expect(group!.measureScore).toEqual(masked)
  })

  it('stays as it is where nothing is small, or nothing is to be masked', () => {
    expect(maskCounts(report(120), 10)).toEqual(report(120))
    expect(maskCounts(report(4), 0)).toEqual(report(4))
  })

  it('has no score of few observations, though these are no population of it', () => {
    const [group] = maskCounts(report(120), 10, [{ observed: { 'measure-observation': 4 } }])['group'] as unknown as [
      ReturnType<typeof report>['group'][number]
    ]
    expect(group.measureScore).toEqual(masked)
  })

  it('has no count from which one that left before would follow', () => {
    const [group] = maskCounts(report(120), 10, [{ told: new Set(['denominator']) }])['group'] as unknown as [
      ReturnType<typeof report>['group'][number]
    ]
    expect(group.population.map((each) => '_count' in each)).toEqual([true, true, false])
    expect(group.measureScore).toEqual(masked)
  })

  it('masks no initial population that supplemental data tell, but what would tell few by it', () => {
    const few = report(120)
    few.group[0]!.population.splice(2, 0, population('denominator-exclusion', 4))
    const [group] = maskCounts(few, 10, [{ isInitialKnown: true }])['group'] as unknown as typeof few.group
    expect(group!.population.map((each) => '_count' in each)).toEqual([false, false, true, false])
    // Without the initial population 300 - 296 would still be told by the score, and the sum over sex.
    expect(group!.measureScore).toEqual(masked)
  })

  it('has two populations of one code, each with its count', () => {
    const single = report(120)
    const two = {
      ...single,
      group: [
        { ...single.group[0]!, population: [population('initial-population', 4), ...single.group[0]!.population] }
      ]
    }
    const [group] = maskCounts(two, 10)['group'] as unknown as typeof two.group
    expect(group!.population[0]).not.toHaveProperty('count')
    expect(group!.population[1]).toEqual(population('initial-population', 300))
  })
})
