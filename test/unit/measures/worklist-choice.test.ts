import { describe, expect, it } from 'vitest'
import { nextVisits, worklistColumnNames, worklistGroupings } from '#engine/measures/results/worklist-result.ts'
import { fc } from '../../support/property.ts'
import {
  firstChoice,
  queryOf,
  readChoice,
  writeChoice,
  type WorklistChoice
} from '../../../src-renderer/state/worklist/worklist-choice.ts'

const choice: fc.Arbitrary<WorklistChoice> = fc.record({
  rates: fc.array(fc.string(), { maxLength: 3 }),
  statuses: fc.subarray(['open', 'due-soon', 'no-data', 'closed', 'excluded', 'not-applicable'] as const),
  owners: fc.array(fc.string(), { maxLength: 3 }),
  nextVisit: fc.constantFrom(...nextVisits),
  actWithin: fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined }),
  followUpWithin: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
  groupBy: fc.option(fc.constantFrom(...worklistGroupings), { nil: undefined }),
  sort: fc.record({ column: fc.constantFrom(...worklistColumnNames), descending: fc.boolean() }),
  columns: fc.option(fc.array(fc.string(), { maxLength: 4 }), { nil: undefined })
})

describe('a choice of the worklist', () => {
  it('comes back from a saved view as it was', () => {
    fc.assert(
      fc.property(choice, (drawn) => {
        expect(readChoice(writeChoice(drawn))).toEqual(drawn)
      })
    )
  })

  it('falls back to the first choice for what nobody wrote', () => {
    expect(readChoice('no json')).toEqual(firstChoice)
    expect(readChoice('null')).toEqual(firstChoice)
    expect(readChoice('{"sort":{"column":"phone"},"statuses":["lost"],"actWithin":"soon"}')).toEqual({
      ...firstChoice,
      statuses: []
    })
  })

  it('tells days from the as-of date', () => {
    expect(queryOf({ ...firstChoice, actWithin: 30 }, 'p1', 20_000, 20_400)).toMatchObject({
      actBy: 20_030,
      search: 'p1'
    })
    expect(queryOf(firstChoice, '', 20_000, 20_400).actBy).toBeUndefined()
  })

  it('tells follow-ups from the calendar, whatever the as-of date', () => {
    expect(queryOf({ ...firstChoice, followUpWithin: 7 }, '', 20_000, 20_400).followUpBy).toBe(20_407)
    expect(queryOf({ ...firstChoice, followUpWithin: 0 }, '', 20_000, 20_400).followUpBy).toBe(20_400)
    expect(queryOf(firstChoice, '', 20_000, 20_400).followUpBy).toBeUndefined()
  })
})
