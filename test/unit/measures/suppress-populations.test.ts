import { describe, expect, it } from 'vitest'
import { suppressGroup, suppressPopulations, suppressValues } from '#engine/base/privacy/suppress-populations.ts'

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

  it('lose the denominator where few are excluded, so that the score, which tells those who are left, stays', () => {
    const kept = suppressPopulations({ ...counts, 'denominator-exclusion': 4 }, 10)
    expect(kept.counts).toMatchObject({ 'denominator-exclusion': '<11', denominator: 'suppressed', numerator: 120 })
    // Everybody of the initial population is in the denominator.
    expect(kept.counts['initial-population']).toBe('suppressed')
    expect(kept.hidesScore).toBe(false)
  })

  it('lose the initial population where few of it are not in the denominator', () => {
    const kept = suppressPopulations({ ...counts, denominator: 292 }, 10)
    expect(kept.counts).toMatchObject({ 'initial-population': 'suppressed', denominator: 292, numerator: 120 })
    expect(kept.hidesScore).toBe(false)
    const mean = { 'initial-population': 300, 'measure-population': 292, 'measure-observation': 292 }
    expect(suppressPopulations(mean, 10)).toEqual({
      counts: { ...mean, 'initial-population': 'suppressed' },
      hidesScore: false
    })
  })

  it('lose the numerator or the score where few are excluded from it', () => {
    const few = { 'initial-population': 100, denominator: 100, numerator: 50, 'numerator-exclusion': 3 }
    const kept = suppressPopulations(few, 10)
    expect(kept.counts['numerator-exclusion']).toBe('<11')
    // By 50 - 0.47 * 100 = 3 the two together would tell it.
    expect(kept.hidesScore || kept.counts['numerator'] === 'suppressed').toBe(true)
  })

  it('lose the score of few observations, and what would tell that few are not observed', () => {
    const mean = { 'initial-population': 300, 'measure-population': 300 }
    const few = suppressPopulations({ ...mean, 'measure-observation': 4 }, 10)
    expect(few).toMatchObject({ counts: { 'measure-observation': '<11' }, hidesScore: true })
    const most = suppressPopulations({ ...mean, 'measure-observation': 296 }, 10)
    expect([most.counts['measure-population'], most.counts['measure-observation']]).toContain('suppressed')
    // In a ratio the observations of the numerator are a second population.
    const ratio = { denominator: 300, numerator: 200, 'measure-observation': 300, 'measure-observation#2': 7 }
    expect(suppressPopulations(ratio, 10).hidesScore).toBe(true)
  })

  it('lose the numerator of a ratio next to the denominator where few of the initial population are not in it', () => {
    const ratio = { 'initial-population': 300, denominator: 100, numerator: 295 }
    const kept = suppressPopulations(ratio, 10)
    expect([kept.counts['initial-population'], kept.counts['numerator']]).toContain('suppressed')
    expect(kept.counts['denominator']).toBe(100)
  })

  it('lose what would tell those that are told already', () => {
    const kept = suppressPopulations(counts, 10, { told: new Set(['denominator']) })
    expect(kept).toMatchObject({
      counts: { denominator: 'suppressed', 'initial-population': 'suppressed', numerator: 120 },
      hidesScore: true
    })
  })

  it('keep the score that stands elsewhere', () => {
    const few = { ...counts, 'denominator-exclusion': 4, 'initial-population': 320 }
    const kept = suppressPopulations(few, 10, { isScoreKnown: true })
    expect(kept.counts).toMatchObject({ 'denominator-exclusion': '<11', denominator: 'suppressed' })
    expect(kept.hidesScore).toBe(false)
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

  it('have values that do not tell the few without any', () => {
    const values = new Map([
      ['B', 40],
      ['C', 200]
    ])
    expect(suppressValues(values, 10, 245)).toEqual({ B: 'suppressed', C: 200 })
    expect(suppressValues(values, 10, 240)).toEqual({ B: 40, C: 200 })
    expect(suppressValues(values, 10, 300)).toEqual({ B: 40, C: 200 })
  })
})

describe('the strata of a measure that leave', () => {
  const stratum = (initial: number, excluded: number, numerator: number) => ({
    'initial-population': initial,
    denominator: initial,
    'denominator-exclusion': excluded,
    numerator
  })
  const marks = (shown: { readonly counts: Readonly<Record<string, number | string>> }): readonly string[] =>
    Object.keys(shown.counts).filter((code) => typeof shown.counts[code] === 'string')

  it('tell no exclusions of few people by those of the group and of the others', () => {
    const { group, strata } = suppressGroup(
      stratum(350, 25, 160),
      [
        { id: 'age', counts: stratum(150, 5, 70) },
        { id: 'age', counts: stratum(200, 20, 90) }
      ],
      10
    )
    expect(strata[0]!.counts['denominator-exclusion']).toBe('<11')
    expect([group, strata[1]!].some(({ counts: of }) => typeof of['denominator-exclusion'] === 'string')).toBe(true)
    // What the stratum has more than those who are left is known where both are.
    expect(strata[0]!.hidesScore || marks(strata[0]!).includes('denominator')).toBe(true)
    for (const code of ['denominator', 'initial-population'])
      if (marks(strata[0]!).includes(code)) expect([...marks(group), ...marks(strata[1]!)]).toContain(code)
    // Numerators tell nothing.
    expect([group, ...strata].map(({ counts: of }) => of['numerator'])).toEqual([160, 70, 90])
  })

  it('are divided by each stratifier for itself', () => {
    const { strata } = suppressGroup(
      stratum(400, 0, 200),
      [
        { id: 'age', counts: stratum(5, 0, 3) },
        { id: 'age', counts: stratum(395, 0, 197) },
        { id: 'sex', counts: stratum(180, 0, 90) },
        { id: 'sex', counts: stratum(220, 0, 110) }
      ],
      10
    )
    expect(strata[1]!.counts['numerator']).toBe('suppressed')
    expect(strata.slice(2).map((each) => [marks(each), each.hidesScore])).toEqual([
      [[], false],
      [[], false]
    ])
  })

  it('tell no few people without a value of the stratifier', () => {
    const { strata } = suppressGroup(
      stratum(400, 0, 200),
      [
        { id: 'age', counts: stratum(150, 0, 70) },
        { id: 'age', counts: stratum(246, 0, 128) }
      ],
      10
    )
    expect(strata.flatMap(marks)).toContain('denominator')
    const large = suppressGroup(stratum(400, 0, 200), [{ id: 'age', counts: stratum(150, 0, 70) }], 10)
    expect([large.group, ...large.strata].flatMap(marks)).toEqual([])
  })

  it('may have some of the populations only', () => {
    const { group, strata } = suppressGroup(
      stratum(400, 40, 200),
      [
        { id: 'age', counts: { numerator: 4 } },
        { id: 'age', counts: { numerator: 196 } }
      ],
      10
    )
    expect(strata[0]!.counts).toEqual({ numerator: '<11' })
    expect([group.counts['numerator'], strata[1]!.counts['numerator']]).toContain('suppressed')
  })
})
