import { describe, expect, it } from 'vitest'
import {
  applyHierarchies,
  hccsOfCode,
  paymentFactors,
  paymentScore,
  scoreHcc,
  type HccPerson
} from '#engine/risk/hcc/score-hcc.ts'
import { hccModel } from '../../support/risk-definitions.ts'

const v28 = hccModel('V28')
const v24 = hccModel('V24')

const woman: HccPerson = {
  age: 76,
  sex: 'female',
  orec: '0',
  dual: 'none',
  institutional: false,
  newEnrollee: false,
  chronicPlan: false
}

const factors = (person: HccPerson, ...codes: string[]) =>
  Object.fromEntries(scoreHcc(v28, person, codes).factors.map(({ id, coefficient }) => [id, coefficient]))

describe('CMS-HCC tables', () => {
  it('are as CMS counts them', () => {
    expect(Object.keys(v28.labels)).toHaveLength(115)
    expect(Object.keys(v24.labels)).toHaveLength(86)
    expect(Object.values(v28.hierarchies).flat()).toHaveLength(149)
    expect(Object.keys(v28.coefficients.CNA).filter((id) => id.startsWith('HCC'))).toHaveLength(115)
  })

  it('hold coefficients of the rate announcements', () => {
    // Table VI-1 of the 2024 announcement, community non-dual aged.
    expect(v28.coefficients.CNA).toMatchObject({ F65_69: 0.33, HCC37: 0.166, HCC226: 0.36, HCC280: 0.319, D10P: 0.728 })
    expect(v24.coefficients.CNA).toMatchObject({ F75_79: 0.451, HCC18: 0.302, HCC85: 0.331, HCC111: 0.335 })
  })

  it('give diabetes of any kind the same coefficient', () => {
    for (const coefficients of Object.values(v28.coefficients)) {
      expect(coefficients['HCC36']).toBe(coefficients['HCC37'])
      expect(coefficients['HCC37']).toBe(coefficients['HCC38'])
    }
  })
})

describe('a score', () => {
  it('adds age and sex, categories and interactions up', () => {
    const score = scoreHcc(v28, woman, ['E1122', 'I5022'])
    expect(factors(woman, 'E1122', 'I5022')).toEqual({
      F75_79: 0.465,
      HCC37: 0.166,
      HCC226: 0.36,
      DIABETES_HF_V28: 0.112
    })
    expect(score.raw).toBe(1.103)
    expect(score.segment).toBe('CNA')
  })

  it('is normalized and cut for coding by the factors of the year', () => {
    expect(paymentScore(1.103, paymentFactors(v28, 2026)!)).toBe(0.973)
    expect(paymentFactors(v28, 2019)).toBeUndefined()
  })

  it('is that of age and sex without a diagnosis that counts', () => {
    expect(scoreHcc(v28, woman, ['I10', 'Z0000']).raw).toBe(0.465)
  })

  it('counts payment categories', () => {
    const many = ['C7800', 'E1122', 'K7460', 'I5022', 'J449', 'N184', 'G20A1', 'F200', 'D570', 'I2699', 'B20']
    const { hccs } = scoreHcc(v28, woman, many)
    expect(hccs.length).toBeGreaterThanOrEqual(10)
    expect(factors(woman, ...many)['D10P']).toBe(0.728)
  })

  it('knows who was entitled by disability', () => {
    expect(factors({ ...woman, orec: '1' })['OriginallyDisabled_Female']).toBe(0.228)
    expect(scoreHcc(v28, { ...woman, age: 52, orec: '1' }, []).segment).toBe('CND')
  })

  it.each([
    [{ dual: 'full' as const }, 'CFA'],
    [{ dual: 'partial' as const, age: 60, orec: '1' as const }, 'CPD'],
    [{ institutional: true }, 'INS'],
    [{ newEnrollee: true }, 'NE'],
    [{ newEnrollee: true, chronicPlan: true }, 'SNPNE']
  ])('of %j is of the segment %s', (change, segment) => {
    expect(scoreHcc(v28, { ...woman, ...change }, []).segment).toBe(segment)
  })

  it('of new enrollees takes no diagnosis', () => {
    expect(factors({ ...woman, age: 66, newEnrollee: true }, 'E1122')).toEqual({ NMCAID_NORIGDIS_NEF66: 0.532 })
  })

  it('takes 64 as 65 for those entitled by age, in V24 and for new enrollees', () => {
    const young = { ...woman, age: 64 }
    expect(scoreHcc(v24, young, []).segment).toBe('CNA')
    expect(scoreHcc(v28, { ...young, newEnrollee: true }, []).factors[0]!.id).toBe('NMCAID_NORIGDIS_NEF65')
  })
})

/**
 * What the program that CMS publishes (CMS-HCC V28, Python, payment year 2027) answers, as the maintainers of hccinfhir published it
 * (docs/cms_v28_comparison.md of that project). CMS ships no people with expected scores itself.
 */
const scoresOfCms = [
  { of: 'a woman of 70', person: { age: 70, sex: 'female', orec: '0', dual: 'none' }, segment: 'CNA', raw: 2.007 },
  {
    of: 'a man of 72 with Medicaid',
    person: { age: 72, sex: 'male', orec: '0', dual: 'full' },
    segment: 'CFA',
    raw: 2.583
  },
  { of: 'a disabled man of 55', person: { age: 55, sex: 'male', orec: '1', dual: 'none' }, segment: 'CND', raw: 1.827 },
  {
    of: 'a woman of 68 who was disabled before',
    person: { age: 68, sex: 'female', orec: '1', dual: 'none' },
    segment: 'CNA',
    raw: 2.17
  },
  {
    of: 'a disabled woman of 45',
    person: { age: 45, sex: 'female', orec: '1', dual: 'none' },
    segment: 'CND',
    raw: 2.017
  }
] as const

describe('scores of the program of CMS', () => {
  it.each(scoresOfCms)('are ours: $of', ({ person, segment, raw }) => {
    const diagnoses = ['E1122', 'I509', 'J449', 'C50912', 'F0390', 'I2510']
    const score = scoreHcc(v28, { ...woman, ...person }, diagnoses)
    expect(score).toMatchObject({ segment, raw })
  })

  it('stand on the same coefficients', () => {
    // CMS's files of relative factors for those who continue and for new enrollees: as many numbers, with the same sum.
    const all = Object.values(v28.coefficients).flatMap((segment) => Object.values(segment))
    expect(all).toHaveLength(1237)
    expect(all.reduce((sum, coefficient) => sum + Math.round(coefficient * 1000), 0)).toBe(1_194_018)
  })
})

describe('hierarchies', () => {
  it('keep the most severe category and say which ones it took away', () => {
    const { hccs, dropped } = scoreHcc(v28, woman, ['E119', 'E1122', 'C7800', 'C50919'])
    expect(hccs).toEqual([17, 37])
    expect(dropped).toContainEqual({ hcc: 38, by: 37 })
  })

  it('drop a category that counts only besides others', () => {
    expect(applyHierarchies(v28, new Set([223])).hccs).toEqual([])
    expect(applyHierarchies(v28, new Set([223, 226])).hccs).toEqual([223])
  })
})

describe('edits of age and sex', () => {
  it('move hemophilia of women', () => {
    expect(hccsOfCode(v28, 'D66', { age: 70, sex: 'female' })).toEqual([112])
    expect(hccsOfCode(v28, 'D66', { age: 70, sex: 'male' })).toEqual([111])
  })

  it('do not take emphysema of children', () => {
    expect(hccsOfCode(v28, 'J439', { age: 17, sex: 'male' })).toEqual([])
    expect(hccsOfCode(v24, 'J439', { age: 17, sex: 'male' })).toEqual([112])
  })
})
