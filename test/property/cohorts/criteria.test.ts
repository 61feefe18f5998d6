import { describe, expect, it } from 'vitest'
import { createCohorts } from '#engine/cohorts/members/cohorts.ts'
import { COHORT_FORMAT, type CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import type { CriterionOf, Window } from '#engine/cohorts/definition/criteria.ts'
import { funnelOf } from '#engine/cohorts/evaluate/funnel.ts'
import { hasBit, ordinalsOf } from '#engine/base/kernels/bitset.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { budgeted, fc } from '../../support/property.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day, plainStore } from '../../unit/selection/plain-store.ts'
import { allPeople } from '#engine/population/people/all-people.ts'

const asOf = day('2026-10-31')
const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const iso = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10)

/** A procedure: person, code, days before the as-of date. */
interface Done {
  readonly person: number
  readonly code: string
  readonly before: number
}
interface Person {
  readonly sex: 'female' | 'male' | undefined
  readonly age: number | undefined
}

const codes = ['x', 'y', 'z']
const done = fc.record({
  person: fc.nat({ max: letters.length - 1 }),
  code: fc.constantFrom(...codes),
  before: fc.integer({ min: -20, max: 400 })
})
const person = fc.record({
  sex: fc.constantFrom('female' as const, 'male' as const, undefined),
  age: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined })
})
const query = fc
  .constantFrom(...codes)
  .map((code) => ({ domain: 'procedure' as const, codes: { codes: [{ system: 's', code }] } }))
const window = fc.option(
  fc.tuple(fc.integer({ min: -400, max: 0 }), fc.integer({ min: 0, max: 200 })).map(([from, length]): Window => ({
    type: 'relative',
    anchor: 'as-of',
    from: { amount: from, unit: 'days' },
    to: { amount: Math.min(0, from + length), unit: 'days' }
  })),
  { nil: undefined }
)
type Tried = CriterionOf<'event' | 'sequence' | 'age' | 'filter'>
const criterion: fc.Arbitrary<Tried> = fc.oneof(
  fc
    .tuple(query, window, fc.integer({ min: 1, max: 3 }))
    .map(([event, when, days]): Tried => ({ type: 'event', event, days, when })),
  fc
    .tuple(query, query, fc.nat({ max: 100 }), fc.option(fc.nat({ max: 100 }), { nil: undefined }))
    .map(([first, then, minimumDays, more]): Tried => ({
      type: 'sequence',
      first,
      then,
      minimumDays,
      maximumDays: more === undefined ? undefined : minimumDays + more
    })),
  fc.nat({ max: 90 }).map((from): Tried => ({ type: 'age', at: 'as-of', from })),
  fc
    .subarray(['female', 'male'], { minLength: 1 })
    .map((values): Tried => ({ type: 'filter', dimension: 'sex', values }))
)
const { node } = fc.letrec<{ node: CohortNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    criterion,
    fc.record({
      type: fc.constantFrom('all' as const, 'any' as const, 'none' as const),
      criteria: fc.array(tie('node'), { maxLength: 3 })
    })
  )
}))

/** Yes, no, or undefined where it cannot be told, said as plainly as can be. */
function naive(each: CohortNode, number: number, people: readonly Person[], all: readonly Done[]): boolean | undefined {
  const daysOf = (code: string): number[] =>
    all.flatMap((event) =>
      event.person === number && event.code === code && event.before >= 0 ? [asOf - event.before] : []
    )
  const codeOf = (event: { codes?: { codes?: { code: string }[] | undefined } | undefined }): string =>
    event.codes!.codes![0]!.code
  if ('criteria' in each) {
    const answers = each.criteria.map((criterion) => naive(criterion, number, people, all))
    if (each.type === 'all') return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true
    const any = answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
    return each.type === 'any' || any === undefined ? any : !any
  }
  switch (each.type) {
    case 'event': {
      if (all.length === 0) return undefined
      const { when, days = 1 } = each
      const [from, to] = when?.type === 'relative' ? [when.from!.amount, when.to!.amount] : [-100_000, 0]
      const inside = daysOf(codeOf(each.event)).filter((day) => day >= asOf + from && day <= asOf + to)
      return new Set(inside).size >= days
    }
    case 'sequence': {
      if (all.length === 0) return undefined
      const { minimumDays = 0, maximumDays = 100_000 } = each
      const [first, then] = [daysOf(codeOf(each.first)), daysOf(codeOf(each.then))]
      const isSame = codeOf(each.first) === codeOf(each.then)
      return first.some((a, i) =>
        then.some((b, j) => b - a >= minimumDays && b - a <= maximumDays && !(isSame && i === j))
      )
    }
    case 'age': {
      const { age } = people[number]!
      return age === undefined ? undefined : age >= each.from!
    }
    case 'filter': {
      const { sex } = people[number]!
      return sex === undefined ? undefined : each.values.includes(sex)
    }
    default:
      throw new Error('not tried')
  }
}

function cohortsOf(people: readonly Person[], all: readonly Done[]) {
  const store = plainStore({
    patient: people.map(({ sex, age }, index) => ({
      id: letters[index]!,
      gender: sex,
      birth_date: age === undefined ? undefined : `${2026 - age}-01-01`
    })),
    procedure: all.map(({ person: who, code, before }, index) => ({
      id: `p${index}`,
      patient_id: letters[who]!,
      status: 'completed',
      code: `s|${code}`,
      performed_start: iso(asOf - before)
    }))
  })
  return createCohorts(allPeople(populationOf(store, shippedRegistries)))
}

const world = fc.tuple(
  fc.array(person, { minLength: letters.length, maxLength: letters.length }),
  fc.array(done, { maxLength: 25 })
)

describe('criteria and groups', () => {
  it('say of each person what a plain evaluation says', () => {
    fc.assert(
      fc.property(world, fc.array(node, { minLength: 1, maxLength: 3 }), ([people, all], steps) => {
        const cohorts = cohortsOf(people, all)
        const found = cohorts.evaluator.evaluate({ format: COHORT_FORMAT, title: 'T', people: 'all', steps }, asOf)
        letters.forEach((_, number) => {
          const expected = naive({ type: 'all', criteria: steps }, number, people, all)
          const actual = hasBit(found.people, number) ? true : hasBit(found.unknown, number) ? undefined : false
          expect(actual).toBe(expected)
        })
      }),
      { numRuns: budgeted(300) }
    )
  })

  it('lose people step by step and gain none, and account for each', () => {
    fc.assert(
      fc.property(world, fc.array(node, { maxLength: 5 }), ([people, all], steps) => {
        const found = cohortsOf(people, all).evaluator.evaluate({ format: COHORT_FORMAT, title: 'T', steps }, asOf)
        const funnel = funnelOf(found)
        let before = funnel.entry
        for (const { left, lost, unknown } of funnel.steps) {
          expect(left + lost + unknown).toBe(before)
          expect(Math.min(left, lost, unknown)).toBeGreaterThanOrEqual(0)
          before = left
        }
        expect(before).toBe(funnel.people)
        expect(funnel.people).toBe(ordinalsOf(found.people).length)
      }),
      { numRuns: budgeted(100) }
    )
  })

  it('are the same in any order, and twice negated', () => {
    fc.assert(
      fc.property(world, node, node, ([people, all], first, other) => {
        const cohorts = cohortsOf(people, all)
        const of = (...steps: CohortNode[]) => {
          const found = cohorts.evaluator.evaluate({ format: COHORT_FORMAT, title: 'T', people: 'all', steps }, asOf)
          return [ordinalsOf(found.people), ordinalsOf(found.unknown)]
        }
        const not = (...criteria: CohortNode[]): CohortNode => ({ type: 'none', criteria })
        expect(of(first, other)).toEqual(of(other, first))
        expect(of(not(not(first)))).toEqual(of(first))
        expect(of(not({ type: 'all', criteria: [first, other] }))).toEqual(
          of({ type: 'any', criteria: [not(first), not(other)] })
        )
      }),
      { numRuns: budgeted(100) }
    )
  })
})
