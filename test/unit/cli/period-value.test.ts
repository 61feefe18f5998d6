import { expect, it } from 'vitest'
import { periodValue } from '../../../src-main/cli/declarations/period.ts'

it('a period is a year or two days, the first not behind the last', () => {
  const read = (text: string) => periodValue.read(text, '--period')
  expect(read('2025')).toEqual({ start: '2025-01-01', end: '2025-12-31' })
  expect(read('2025-07-01..2025-07-01')).toEqual({ start: '2025-07-01', end: '2025-07-01' })
  expect(() => read('2026-12-31..2026-01-01')).toThrow('The period of --period ends before it begins.')
  expect(() => read('2026-02-31..2026-03-01')).toThrow('2026-02-31')
  expect(() => read('26')).toThrow('Write the period of --period as 2025 or 2025-01-01..2025-12-31.')
})
