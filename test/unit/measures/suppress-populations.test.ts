import { describe, expect, it } from 'vitest'
import { suppressPopulations, suppressValues } from '#engine/base/privacy/suppress-populations.ts'

const counts = {
  'initial-population': 300,
  denominator: 300,
  'denominator-exclusion': 0,
  'denominator-exception': 0,
  numerator: 120
}

describe('the populations of a measure that leave', () => {
  it('stay as they are where none is small', () => {
    expect(suppressPopulations(counts, 10)).toEqual({ counts, hidesScore: false })
    expect(suppressPopulations({ ...counts, numerator: 3 }, 0).counts['numerator']).toBe(3)
  })

  it('lose a small numerator and the score that would tell it', () => {
    const kept = suppressPopulations({ ...counts, numerator: 3 }, 10)
    expect(kept).toMatchObject({ counts: { numerator: '<11', denominator: 300 }, hidesScore: true })
  })

  it('lose the numerator where few are not in it', () => {
    const kept = suppressPopulations({ ...counts, numerator: 295 }, 10)
    expect(kept).toMatchObject({ counts: { numerator: 'suppressed', denominator: 300 }, hidesScore: true })
  })

  it('lose the denominator where few are excluded, so that they cannot be told from the score', () => {
    const kept = suppressPopulations({ ...counts, 'denominator-exclusion': 4 }, 10)
    expect(kept.counts).toMatchObject({ 'denominator-exclusion': '<11', denominator: 'suppressed', numerator: 120 })
    expect(kept.hidesScore).toBe(true)
  })

  it('lose the initial population where few of it are not in the denominator', () => {
    expect(suppressPopulations({ ...counts, denominator: 292 }, 10).counts['initial-population']).toBe('suppressed')
  })

  it('have values that do not tell each other', () => {
    expect(
      suppressValues(
        new Map([
          ['A', 3],
          ['B', 40],
          ['C', 200]
        ]),
        10
      )
    ).toEqual({ A: '<11', B: 'suppressed', C: 200 })
  })
})
