import { describe, expect, it } from 'vitest'
import type { RateDiff, RefreshDiff } from '#engine/measures/results/refresh-diff-result.ts'
import { comparedRates } from '../../../src-renderer/screens/compare/compared-rates.ts'
import { day, format } from '../charts/chart-fixture.ts'

const side = {
  snapshot: 's',
  label: 'Riverbend',
  version: '1',
  content: 'c',
  period: { start: '2026-01-01', end: '2026-12-31' },
  ranAt: 0
}

/** A rate of so many of so many before and after. */
function rate(title: string, before: readonly [number, number], after: readonly [number, number]): RateDiff {
  const share = ([met, of]: readonly [number, number]): number | undefined => (of === 0 ? undefined : met / of)
  return {
    key: title,
    title,
    improvement: 'increase',
    rateBefore: share(before),
    rateAfter: share(after),
    populations: [
      { population: 'denominator', before: before[1], after: after[1], reasons: [] },
      { population: 'numerator', before: before[0], after: after[0], reasons: [] }
    ],
    effects: [
      { reason: 'person-new', change: 0.01 },
      { reason: 'new-data', change: -0.06 }
    ],
    people: []
  }
}

const diff: RefreshDiff = {
  before: side,
  after: side,
  rates: [
    rate('Screening', [50, 100], [52, 104]),
    rate('Control', [60, 100], [55, 100]),
    rate('Rare', [2, 100], [40, 100]),
    rate('Gone', [0, 0], [30, 60])
  ]
}

describe('rates by two snapshots', () => {
  const texts = (limit: number) =>
    comparedRates(diff, day(2026, 10, 31), format(limit)).rows.map((cells) => cells.map(({ text }) => text))

  it('stand side by side, the largest change first, with what made most of it', () => {
    expect(texts(0)).toEqual([
      ['Rare', '2.0%', '40.0%', '+38.0', 'New records'],
      ['Control', '60.0%', '55.0%', '\u22125.0', 'New records'],
      ['Screening', '50.0%', '50.0%', '0.0', 'New records'],
      ['Gone', 'cannot be computed', '50.0%', '–', 'New records']
    ])
  })

  it('hide a rate of few people, with the change that would tell it', () => {
    expect(
      texts(10)
        .find(([title]) => title === 'Rare')
        ?.slice(3)
    ).toEqual(['–', '–'])
    // Of five people it came late that they do not meet the measure.
    expect(texts(10).find(([title]) => title === 'Control')).toEqual(['Control', 'suppressed', '55.0%', '–', '–'])
  })
})
