import { describe, expect, it } from 'vitest'
import { lineOf } from '#engine/measures/units/line-of-business.ts'

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
})
