import type { MeasureRun } from '../run/measure-run.ts'
import type { Rate } from './rate.ts'

/** The latest run of a rate's content over a period. */
export function runOver(rate: Rate, { start, end }: MeasureRun['key']['period']): MeasureRun | undefined {
  const same = [...rate.measure.others, rate.run].filter(
    ({ key, groups }) =>
      key.content === rate.run.key.content &&
      key.period.start === start &&
      key.period.end === end &&
      groups[rate.at] !== undefined
  )
  return same.reduce<MeasureRun | undefined>(
    (best, run) => (best === undefined || run.ranAt > best.ranAt ? run : best),
    undefined
  )
}
