import { figuresMeasureMessages as m } from '#messages/figures/measure.ts'
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
  if (signal === undefined) return { text: m.ordinaryVariation, kind: 'common' }
  const { rule, direction, since } = signal
  const side = direction === 'above' ? 'upper' : 'lower'
  const text = {
    outside: m.aboveTheSideLimit(direction === 'above', side),
    shift: m.shiftTheMean(signalPeriods - since, direction),
    trend: m.risingSignalPeriodsPeriods(direction === 'above', signalPeriods - since),
    'two-of-three': m.nearTheLimit(side)
  }[rule]
  const better = improvement.direction === 'increase' ? 'above' : 'below'
  return { text, kind: direction === better ? 'improve' : 'concern' }
}
