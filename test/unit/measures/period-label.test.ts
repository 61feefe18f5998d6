import { describe, expect, it } from 'vitest'
import { periodLabel } from '#engine/measures/rates/period-label.ts'

describe('the name of a measurement period', () => {
  it.each([
    ['2025-01-01', '2025-12-31', '2025'],
    ['2025-10-01', '2025-10-31', 'Oct 2025'],
    ['2025-11-01', '2026-10-31', '12 months to Oct 2026'],
    ['2026-01-01', '2026-03-31', '3 months to Mar 2026'],
    ['2019-05-07', '2020-05-06', '12 months to May 6, 2020'],
    // The year before has no such day.
    ['2023-03-01', '2024-02-29', '12 months to Feb 2024'],
    ['2023-03-01', '2024-02-28', '12 months to Feb 28, 2024'],
    ['2026-01-15', '2026-03-31', 'Jan 15, 2026 to Mar 31, 2026']
  ])('from %s to %s is %s', (start, end, label) => {
    expect(periodLabel({ start, end })).toBe(label)
  })
})
