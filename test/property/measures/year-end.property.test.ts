import { describe, expect, it } from 'vitest'
import { emptyBitset, setBit } from '#engine/base/kernels/bitset.ts'
import { yearEnd } from '#engine/measures/projection/year-end.ts'
import type { GroupRun } from '#engine/measures/run/measure-run.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'
import { plainDefinition, plainRun, type PlainCases } from '../../support/plain-measures.ts'

const definition = plainDefinition('rate')
const events = plainDefinition('events', 'decrease', 'Encounter')

function groupOf(cases: readonly PlainCases[], of = definition): GroupRun {
  return plainRun(of, cases).groups[0]!
}

function everybody(patients: number): Uint32Array {
  const people = emptyBitset(patients)
  for (let patient = 0; patient < patients; patient++) setBit(people, patient)
  return people
}

const open: PlainCases = [1, 1, 0, 0, 0]
const met: PlainCases = [1, 1, 0, 0, 1]
const none: PlainCases = [0, 0, 0, 0, 0]

describe('the projection of a year', () => {
  it('holds the true end of the year in about 95 of 100 simulated years', () => {
    const next = seededNumbers(20261031)
    const patients = 240
    let [held, years] = [0, 0]
    for (let round = 0; round < 800; round++) {
      // What happens to people between the day and the end of a year is the same in both years.
      const soFar = 0.2 + 0.6 * next()
      const closes = 0.05 + 0.5 * next()
      const lost = 0.15 * next()
      const year = (): { readonly then: PlainCases[]; readonly end: PlainCases[] } => {
        const then = Array.from({ length: patients }, () => (next() < soFar ? met : open))
        return {
          then,
          end: then.map((caseNow) => (caseNow === met ? (next() < lost ? open : met) : next() < closes ? met : open))
        }
      }
      const [last, current] = [year(), year()]
      const people = everybody(patients)
      const projected = yearEnd(
        {
          now: groupOf(current.then),
          nowPeople: people,
          then: groupOf(last.then),
          end: groupOf(last.end),
          thenPeople: people
        },
        patients
      )!
      const truth = current.end.filter((caseNow) => caseNow === met).length / patients
      years++
      if (projected.interval.low <= truth && truth <= projected.interval.high) held++
    }
    const share = held / years
    expect(share).toBeGreaterThan(0.93)
    expect(share).toBeLessThan(0.98)
  })

  it('follows people: who is open closes as last year, who is met may be lost, others join and leave', () => {
    // Last year of 40 open people 20 closed and 10 left; of 40 met 4 were lost; 20 joined, 10 of them met.
    const then = [
      ...Array<PlainCases>(40).fill(open),
      ...Array<PlainCases>(40).fill(met),
      ...Array<PlainCases>(20).fill(none)
    ]
    const end = [
      ...Array<PlainCases>(20).fill(met),
      ...Array<PlainCases>(10).fill(open),
      ...Array<PlainCases>(10).fill(none),
      ...Array<PlainCases>(4).fill(open),
      ...Array<PlainCases>(36).fill(met),
      ...Array<PlainCases>(10).fill(met),
      ...Array<PlainCases>(10).fill(open)
    ]
    // This year twice as many are met.
    const now = [...Array<PlainCases>(20).fill(open), ...Array<PlainCases>(80).fill(met)]
    const people = everybody(100)
    const projected = yearEnd(
      { now: groupOf(now), nowPeople: people, then: groupOf(then), end: groupOf(end), thenPeople: people },
      100
    )!
    // 15 stay open or close, 80 stay, 25 join.
    expect(projected.denominator).toBeCloseTo(15 + 80 + 25, 9)
    expect(projected.numerator).toBeCloseTo(15 * (20.5 / 31) + 80 * (36.5 / 41) + 25 * (10.5 / 21), 9)
  })

  it('lets events that were counted stay as they are', () => {
    const twice: PlainCases = [2, 2, 0, 0, 1]
    const four: PlainCases = [4, 4, 0, 0, 2]
    const of = (cases: PlainCases): GroupRun => groupOf(Array<PlainCases>(50).fill(cases), events)
    const people = everybody(50)
    const projected = yearEnd(
      { now: of(twice), nowPeople: people, then: of(twice), end: of(four), thenPeople: people },
      50
    )!
    expect(projected.denominator).toBeCloseTo(200, 9)
    expect(projected.numerator).toBeCloseTo(50 + 100 * (50.5 / 101), 9)
  })

  it('is none of nobody', () => {
    const people = everybody(3)
    const nobody = groupOf([none, none, none])
    expect(
      yearEnd({ now: nobody, nowPeople: people, then: nobody, end: nobody, thenPeople: people }, 3)
    ).toBeUndefined()
  })
})
