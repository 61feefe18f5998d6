import { describe, expect, it } from 'vitest'
import { lineAtAge, lineOf } from '#engine/measures/attribution/line-of-business.ts'

const sopt = 'https://nahdo.org/sopt'

describe('the line of business of a coverage', () => {
  it.each([
    [sopt, '111', [], 'medicare'],
    [sopt, '14', ['Harborlight Dual Complete'], 'medicare'],
    [sopt, '2', [], 'medicaid'],
    [sopt, '512', ['Medicare lookalike'], 'commercial'],
    [sopt, '81', [], 'other'],
    ['', '', ['Medicare'], 'medicare'],
    ['', '', ['Dual Eligible'], 'medicare'],
    ['', '', ['Medicare Supplement'], 'commercial'],
    ['', '', ['Medicaid'], 'medicaid'],
    ['', '', ['NO_INSURANCE'], 'other'],
    ['', '', ['Humana'], 'commercial'],
    ['', '', [''], 'unknown']
  ])('%s|%s %s is %s', (system, code, names, line) => {
    expect(lineOf(system, code, names)).toBe(line)
  })

  it.each([
    ['commercial', ['Humana'], 64, 'commercial'],
    ['commercial', ['Humana'], 65, 'unknown'],
    ['commercial', ['Harborlight Advantage HMO'], 70, 'medicare'],
    ['commercial', ['Harborlight D-SNP'], 70, 'medicare'],
    ['commercial', ['Humana'], undefined, 'commercial'],
    ['medicaid', ['Medicaid'], 70, 'medicaid']
  ] as const)('by names alone, %s of %j at %s years, is %s', (line, names, age, expected) => {
    expect(lineAtAge(line, names, age)).toBe(expected)
  })
})
