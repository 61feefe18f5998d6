import { isSamePeriod } from '../definition/period-key.ts'
import type { MeasureRun } from '../run/measure-run.ts'
import type { Rate } from './rate.ts'

/** The latest run of a rate's content over a period. */
export function runOver(rate: Rate, period: MeasureRun['key']['period']): MeasureRun | undefined {
  const same = [...rate.measure.others, rate.run].filter(
    ({ key, groups }) =>
      key.content === rate.run.key.content && isSamePeriod(key.period, period) && groups[rate.at] !== undefined
  )
  return same.reduce<MeasureRun | undefined>(
    (best, run) => (best === undefined || run.ranAt > best.ranAt ? run : best),
    undefined
  )
}
