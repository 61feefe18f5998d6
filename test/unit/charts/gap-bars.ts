import type { Figure } from '#engine/base/figures/figure.ts'
import type { GapStatusBar } from '../../../src-renderer/charts/kinds/status-bars.ts'
import { figure, share } from './chart-fixture.ts'

/** Segments, heads and things of a chart of gaps. */
export const gapOptions = {
  heads: { label: 'Measure', rest: 'Not applicable', share: 'Share closed' },
  things: 'measures',
  statuses: [
    { id: 'closed', label: 'Closed', applies: true },
    { id: 'due', label: 'Due soon', applies: true },
    { id: 'open', label: 'Open', applies: true },
    { id: 'aside', label: 'Set aside', applies: true },
    { id: 'excluded', label: 'Excluded', applies: false },
    { id: 'nodata', label: 'No data', applies: true }
  ]
} as const

/** A measure with so many people: closed, due soon, open, set aside, excluded, without data, and all others. */
export function gapBar(label: string, ...counts: readonly number[]): GapStatusBar {
  const [closed = 0, due = 0, open = 0, aside = 0, , noData = 0, rest = 0] = counts
  const listed = (count: number, place: number): Figure => {
    const { unit, provenance } = figure(count, 'people')
    return { value: count, unit, provenance, ...(count === 0 ? {} : { route: `/gaps/${label}/${place}` }) }
  }
  return {
    key: label,
    label,
    figures: counts.slice(0, 6).map(listed),
    rest: listed(rest, 6),
    share: share(closed, closed + due + open + aside + noData)
  }
}

/** Two measures of 1,000 people. */
export const gapBars: readonly GapStatusBar[] = [
  gapBar('Breast cancer screening', 300, 40, 200, 20, 30, 40, 370),
  gapBar('Eye exam', 60, 0, 30, 0, 0, 10, 900)
]
