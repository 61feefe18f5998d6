import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'

/** What the last periods of a rate say, and whether that is good. Words as on the overview. */
export function measureSignal({
  signal,
  signalPeriods,
  improvement,
  limits
}: Pick<ScorecardRow, 'signal' | 'signalPeriods' | 'improvement' | 'limits'>): {
  readonly text: string
  readonly kind: 'improve' | 'concern' | 'common'
} {
  if (limits === undefined) return { text: '', kind: 'common' }
  if (signal === undefined) return { text: 'Ordinary variation', kind: 'common' }
  const { rule, direction, since } = signal
  const side = direction === 'above' ? 'upper' : 'lower'
  const text = {
    outside: `${direction === 'above' ? 'Above' : 'Below'} the ${side} limit`,
    shift: `Shift: ${signalPeriods - since} ${direction} the mean`,
    trend: `${direction === 'above' ? 'Rising' : 'Falling'}: ${signalPeriods - since} periods`,
    'two-of-three': `Near the ${side} limit`
  }[rule]
  const better = improvement.direction === 'increase' ? 'above' : 'below'
  return { text, kind: direction === better ? 'improve' : 'concern' }
}
