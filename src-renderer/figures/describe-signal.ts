import { figuresMessages as m } from '#messages/figures.ts'
import type { SignalRow } from '#engine/population/panels/results/overview-result.ts'

/** What the last months of a chart say, in a few words, and whether that is good. */
export interface SignalDescription {
  readonly text: string
  /** Month of the first value of the signal; '' for ordinary variation. */
  readonly since: string
  readonly kind: 'improve' | 'concern' | 'common'
}

/** Puts a signal into words. */
export function describeSignal({
  signal,
  points,
  better
}: Pick<SignalRow, 'signal' | 'points' | 'better'>): SignalDescription {
  if (signal === undefined) return { text: m.ordinaryVariation, since: '', kind: 'common' }
  const { rule, direction, since } = signal
  const months = points.length - since
  const text =
    rule === 'outside'
      ? direction === 'above'
        ? m.aboveTheUpperLimit
        : m.belowTheLowerLimit
      : m.shiftMonthsTheMean(months, direction)
  return { text, since: points[since]?.label ?? '', kind: direction === better ? 'improve' : 'concern' }
}

/** The kind of chart, as its limits are named. */
export function chartName(method: SignalRow['method']): string {
  return { p: 'p-chart', 'p-prime': 'p\u2032-chart', u: 'u-chart', 'u-prime': 'u\u2032-chart' }[method]
}
