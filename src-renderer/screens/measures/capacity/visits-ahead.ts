import type { Estimate } from '#engine/forecast/capacity.ts'
import type { ForecastPanel } from '#engine/population/panels/results/forecast-result.ts'

const [DAYS_OF_MONTH, DAYS_OF_WEEK] = [365.25 / 12, 7]

/**
 * Visits of the weeks to come, from the months of a forecast; the ends of the months' intervals are added up, which makes the
 * interval wide rather than narrow.
 *
 * @returns undefined where there is no forecast, it has no intervals, or it does not reach as far
 */
export function visitsAhead(forecast: ForecastPanel | undefined, weeks: number): Estimate | undefined {
  const months = forecast?.ahead?.points ?? []
  const wanted = (weeks * DAYS_OF_WEEK) / DAYS_OF_MONTH
  if (months.length === 0 || wanted > months.length) return undefined
  const sum = { low: 0, value: 0, high: 0 }
  for (const [month, { figure }] of months.entries()) {
    const part = Math.min(1, Math.max(0, wanted - month))
    if (part === 0) break
    if (figure.value === undefined || figure.interval === undefined) return undefined
    sum.low += part * figure.interval.low
    sum.value += part * figure.value
    sum.high += part * figure.interval.high
  }
  return sum
}
