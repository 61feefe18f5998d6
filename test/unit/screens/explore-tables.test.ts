import { describe, expect, it } from 'vitest'
import { measureDecimals, formatMeasure } from '../../../src-renderer/screens/common/measure-precision.ts'
import { columnsBetween } from '../../../src-renderer/ui/table/columns-in-sight.ts'
import { format } from '../charts/chart-fixture.ts'

describe('values of a measure', () => {
  const texts = (values: readonly number[], unit: string): string[] =>
    values.map((value) => formatMeasure(value, { unit }, measureDecimals(values, { unit }), format()))

  it('stand below each other with one precision', () => {
    expect(texts([7, 6.123, 9.5], '%')).toEqual(['7.00', '6.12', '9.50'])
    expect(texts([128, 131.25, 9.75], 'mmHg')).toEqual(['128.0', '131.3', '9.8'])
    expect(texts([3, 0, 12], '')).toEqual(['3', '0', '12'])
  })

  it('are dollars with their sign, and cents only where all are small', () => {
    expect(texts([1234.5, 3.25, -20], 'USD')).toEqual(['$1,235', '$3', '−$20'])
    expect(texts([3.25, 0.5], 'USD')).toEqual(['$3.25', '$0.50'])
  })
})

describe('columns in sight', () => {
  const columns = [0, 1, 2, 3, 4].map((index) => ({ start: 100 + index * 50, end: 150 + index * 50 }))

  it('are those that are whole between the edges', () => {
    expect(columnsBetween(columns, 100, 260)).toEqual({ first: 1, last: 3 })
    expect(columnsBetween(columns, 120, 350)).toEqual({ first: 2, last: 5 })
  })

  it('are never none', () => {
    expect(columnsBetween(columns, 160, 180)).toEqual({ first: 3, last: 3 })
    expect(columnsBetween(columns, 340, 349)).toEqual({ first: 5, last: 5 })
  })
})
