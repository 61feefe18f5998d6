import { controlLimits, latestSignal } from '../../../base/stats/control-chart.ts'
import type { Period } from './periods.ts'

/** Below this many values, limits say nothing. */
const MINIMUM_POINTS = 12

/**
 * Says in a line whether the last of some monthly values departs from ordinary variation (XmR chart).
 * @param values one per month, complete months only
 */
export function trendNote(values: readonly number[], months: readonly Period[]): string {
  if (values.length < MINIMUM_POINTS) return `fewer than ${MINIMUM_POINTS} complete months`
  const signal = latestSignal(values, controlLimits(values))
  if (signal === undefined) return 'ordinary variation'
  const since = `since ${months[signal.since]!.label}`
  switch (signal.rule) {
    case 'outside':
      return `${signal.direction} the limits ${since}`
    case 'shift':
      return `${signal.direction} the mean ${since}`
    case 'trend':
      return `${signal.direction === 'above' ? 'rising' : 'falling'} ${since}`
    case 'two-of-three':
      return `near the ${signal.direction === 'above' ? 'upper' : 'lower'} limit ${since}`
  }
}
