import { describe, expect, it } from 'vitest'
import { coverageTerms } from '#engine/population/claims/coverage-terms.ts'
import { plainStore } from './plain-store.ts'

const coverage = (id: string, status: string, rest: object = {}) => ({
  id,
  patient_id: 'p',
  status,
  period_start: '2026-01-01',
  period_end: '2026-12-31',
  ...rest
})

function counted(rows: readonly ReturnType<typeof coverage>[]): readonly number[] {
  return [...coverageTerms(plainStore({ patient: [{ id: 'p' }], coverage: rows }))!.counts]
}

describe('the terms of coverages', () => {
  it('leave out what was entered in error and what is a draft', () => {
    expect(counted([coverage('a', 'active')])).toEqual([1])
    expect(counted([coverage('a', 'entered-in-error')])).toEqual([0])
    expect(counted([coverage('a', 'draft')])).toEqual([0])
  })

  it('take a cancelled coverage up to its written end only', () => {
    expect(counted([coverage('a', 'cancelled')])).toEqual([1])
    expect(counted([coverage('a', 'cancelled', { period_end: undefined })])).toEqual([0])
  })

  it('leave out a coverage that was taken back before it began', () => {
    expect(counted([coverage('a', 'active', { period_end: '2025-12-31' })])).toEqual([0])
    expect(counted([coverage('a', 'active', { period_end: '2026-01-01' })])).toEqual([1])
    expect(counted([coverage('a', 'active', { period_start: undefined })])).toEqual([1])
  })

  it('leave out coverages that are part of a claim', () => {
    expect(counted([coverage('a', 'active', { contained_in: 'ExplanationOfBenefit/1' })])).toEqual([0])
  })
})
