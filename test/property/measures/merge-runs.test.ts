import { describe, expect, it } from 'vitest'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { mergeRuns } from '#engine/measures/run/merge-runs.ts'
import { plainDefinition, plainRun } from '../../support/plain-measures.ts'
import { fc } from '../../support/property.ts'

const PEOPLE = 40
const blank = plainRun(
  plainDefinition('m'),
  Array.from({ length: PEOPLE }, () => [0, 0, 0, 0, 0])
)

/** A run that tells the numbers of some people, in their order. */
function runOf(people: readonly number[], numbers: readonly (readonly number[])[]): MeasureRun {
  const told = people
    .toSorted((a, b) => a - b)
    .flatMap((person) => numbers[person]!.map((value) => ({ person, value })))
  const patient = Int32Array.from(told, ({ person }) => person)
  const value = Float64Array.from(told, (item) => item.value)
  return { ...blank, numbers: [{ id: 'n', patient, value }] }
}

describe('runs over parts of the people', () => {
  it('are joined to the run over all of them, however the people are divided', () => {
    const numbers = fc.array(fc.array(fc.integer(), { maxLength: 3 }), { minLength: PEOPLE, maxLength: PEOPLE })
    const divided = fc.oneof(
      // One after the other, as segments are.
      fc
        .integer({ min: 1, max: 5 })
        .map((size) => Array.from({ length: PEOPLE }, (_, person) => Math.floor(person / size))),
      fc.array(fc.nat(4), { minLength: PEOPLE, maxLength: PEOPLE })
    )
    fc.assert(
      fc.property(numbers, divided, fc.boolean(), (told, partOf, isReversed) => {
        const everybody = [...partOf.keys()]
        const parts = [...Map.groupBy(everybody, (person) => partOf[person]!).values()]
        if (isReversed) parts.reverse()
        expect(mergeRuns(parts.map((people) => runOf(people, told))).numbers).toEqual(runOf(everybody, told).numbers)
      })
    )
  })
})
