import { describe, expect, it } from 'vitest'
import { isOutside } from '../../../src-renderer/screens/content/effective-period.ts'

const year = { start: '2021-01-01', end: '2021-12-31' }

describe('the period that a measure was written for', () => {
  it('is told when another one is evaluated', () => {
    expect(isOutside({ start: '2026-01-01', end: '2026-12-31' }, year)).toBe(true)
    expect(isOutside({ start: undefined, end: '2021-06-30' }, year)).toBe(true)
    expect(isOutside({ start: '2021-02-01', end: undefined }, year)).toBe(true)
  })

  it('holds what lies in it, also when its days are not all written out', () => {
    expect(isOutside({ start: '2021', end: '2021' }, year)).toBe(false)
    expect(isOutside({ start: '2021-01-01', end: '2021-12-31' }, year)).toBe(false)
    expect(isOutside({ start: '2020', end: undefined }, year)).toBe(false)
    expect(isOutside({ start: undefined, end: undefined }, year)).toBe(false)
  })
})
