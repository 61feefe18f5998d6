import { describe, expect, it } from 'vitest'
import { resultCellText, numberLayout, type ResultCell } from '../../../../src-renderer/screens/sql/result-text.ts'

const column = (name: string, values: readonly ResultCell[]): readonly string[] => {
  const layout = numberLayout(name, values)
  return values.map((value) => resultCellText(value, layout))
}

describe('numbers of an SQL answer', () => {
  it('have separators of thousands where some reach a thousand', () => {
    expect(column('paid', [1234567.5, -9876, 12, null])).toEqual(['1,234,567.5', '-9,876.0', '12.0', '–'])
    expect(column('n', [1248, 3])).toEqual(['1,248', '3'])
    expect(column('n', [999, 3])).toEqual(['999', '3'])
  })

  it('have none where they name something, or are years', () => {
    expect(column('patient_id', [12345])).toEqual(['12345'])
    expect(column('birth_year', [1950, 12000])).toEqual(['1950', '12000'])
    expect(column('y', [2025, 2026])).toEqual(['2025', '2026'])
  })

  it('stay as they are with an exponent or many decimals, and next to texts', () => {
    expect(column('x', [1e21, 1500])).toEqual(['1e+21', '1,500'])
    expect(column('rate', [1 / 3, 0.5])).toEqual(['0.333333333333', '0.5'])
    expect(column('label', ['Medicare', 1200])).toEqual(['Medicare', '1,200'])
  })
})
