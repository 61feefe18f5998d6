import { describe, expect, it } from 'vitest'
import { agreementOf } from '#engine/cohorts/compare/agreement.ts'
import { cohenKappa } from '#engine/cohorts/compare/kappa.ts'
import { emptyBitset, fullBitset, setBit, type Bitset } from '#engine/base/kernels/bitset.ts'

describe('kappa', () => {
  it('is that of the published example of two dermatologists, with its standard error and interval', () => {
    // SAS/STAT User's Guide, The FREQ Procedure, example "Cohen's Kappa Coefficient": ratings of 88 skin conditions.
    const kappa = cohenKappa([
      [10, 4, 1, 0],
      [5, 10, 12, 2],
      [2, 4, 12, 5],
      [0, 2, 6, 13]
    ])
    expect(kappa.value).toBeCloseTo(0.3449, 4)
    expect(kappa.standardError).toBeCloseTo(0.0724, 4)
    expect(kappa.low).toBeCloseTo(0.203, 4)
    expect(kappa.high).toBeCloseTo(0.4868, 4)
  })

  it('is that of the example of Fleiss, Levin and Paik with three diagnoses', () => {
    // Statistical Methods for Rates and Proportions, 3rd ed., table 18.1, 100 people.
    const { value, observed, expected } = cohenKappa([
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10]
    ])
    expect([value!.toFixed(2), observed, expected]).toEqual(['0.68', expect.closeTo(0.89), expect.closeTo(0.66)])
  })

  it('cannot be computed where there is nobody, or one category only', () => {
    expect(cohenKappa([[0, 0], [0, 0]]).value).toBeUndefined() // prettier-ignore
    expect(cohenKappa([[0, 0], [0, 7]])).toMatchObject({ value: undefined, low: undefined, observed: 1 }) // prettier-ignore
  })
})

describe('agreement', () => {
  const setOf = (...people: number[]): Bitset => {
    const set = emptyBitset(10)
    for (const person of people) setBit(set, person)
    return set
  }
  it('counts the four cells of those who can be told, and the shares of agreement', () => {
    const left = { people: setOf(0, 1, 2), unknown: setOf(9) }
    const right = { people: setOf(1, 2, 3, 9), unknown: setOf(8) }
    const found = agreementOf(fullBitset(10), left, right)
    expect(found).toMatchObject({ both: 2, onlyLeft: 1, onlyRight: 1, neither: 4, unknown: 2 })
    expect(found.positive).toBeCloseTo(4 / 6)
    expect(found.negative).toBeCloseTo(8 / 10)
    expect(found.kappa.value).toBeCloseTo((0.75 - 34 / 64) / (1 - 34 / 64))
  })
  it('says nothing of positive agreement where neither finds anybody', () => {
    const nobody = { people: setOf(), unknown: setOf() }
    expect(agreementOf(fullBitset(10), nobody, nobody)).toMatchObject({ positive: undefined, negative: 1 })
  })
})
