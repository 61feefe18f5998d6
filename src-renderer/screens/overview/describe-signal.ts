import type { SignalRow } from '#engine/population/panels/results/overview-result.ts'

/** What the last months of a chart say, in a few words, and whether that is good. */
export interface SignalDescription {
  readonly text: string
  /** Month of the first value of the signal; '' for ordinary variation. */
  readonly since: string
  readonly kind: 'improve' | 'concern' | 'common'
}

/** Puts a signal into words. */
export function describeSignal({ signal, points, better }: SignalRow): SignalDescription {
  if (signal === undefined) return { text: 'Ordinary variation', since: '', kind: 'common' }
  const { rule, direction, since } = signal
  const months = points.length - since
  const side = direction === 'above' ? 'upper' : 'lower'
  const text = {
    outside: `${direction === 'above' ? 'Above' : 'Below'} the ${side} limit`,
    shift: `Shift: ${months} ${direction} the mean`,
    trend: `${direction === 'above' ? 'Rising' : 'Falling'}: ${months} months`,
    'two-of-three': `Near the ${side} limit`
  }[rule]
  return { text, since: points[since]?.label ?? '', kind: direction === better ? 'improve' : 'concern' }
}
