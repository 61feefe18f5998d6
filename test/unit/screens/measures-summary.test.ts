import { describe, expect, it } from 'vitest'
import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import { largestChanges, largestOpportunities } from '../../../src-renderer/screens/overview/measures-summary.ts'

const row = (
  key: string,
  toClose: number | undefined,
  opportunity?: number,
  versusLastYear?: number,
  eligible = 30
): ScorecardRow =>
  ({
    key,
    toClose: { value: toClose },
    opportunity,
    versusLastYear,
    eligible: { value: eligible }
  }) as unknown as ScorecardRow

const keys = (rows: readonly ScorecardRow[]): string[] => rows.map(({ key }) => key)

describe('what the overview says of quality', () => {
  it('are rates with gaps, by stars to gain and then by gaps', () => {
    const rows = [
      row('many', 90),
      row('none', 0),
      row('second', 5, 2),
      row('first', 3, 1),
      row('few', 4),
      row('x', undefined)
    ]
    expect(keys(largestOpportunities(rows))).toEqual(['first', 'second', 'many'])
  })

  it('are changes in either direction of a point or more, of 30 people or more', () => {
    const rows = [
      row('one person', 1, undefined, 100, 1),
      row('small', 1, undefined, 0.4),
      row('up', 1, undefined, 3),
      row('down', 1, undefined, -8),
      row('new', 1)
    ]
    expect(keys(largestChanges(rows))).toEqual(['down', 'up'])
  })
})
