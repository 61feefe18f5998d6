import { commonMessages as common } from '#messages/common.ts'
import { civilFromDay, dayFromCivil } from '#engine/base/fhir/calendar.ts'
import type { BandSeries } from '#engine/population/panels/results/shapes.ts'
import { grainOf } from '../charts/parts/time-axis.ts'

/** Length of the periods on a control chart. */
export type ControlGrain = 'month' | 'quarter'

/** The lengths that a control can be shown with. */
export function grainsOf(control: BandSeries): readonly ControlGrain[] {
  return grainOf(control.periods.map(({ at }) => at)) === 'month' ? ['quarter', 'month'] : ['quarter']
}

/**
 * A control by month or by quarter. Bands are counted at the end of a period, so a quarter is its last month; the
 * quarter that is under way is its latest month so far, marked as incomplete.
 */
export function atGrain(control: BandSeries, grain: ControlGrain): BandSeries {
  if (grain === 'month' || !grainsOf(control).includes('month')) return control
  const quarters = new Map<string, BandSeries['periods'][number]>()
  for (const period of control.periods) {
    const { year, month } = civilFromDay(period.at)
    const quarter = Math.ceil(month / 3)
    quarters.set(`${year}-${quarter}`, {
      ...period,
      at: dayFromCivil(year, quarter * 3 - 2, 1),
      label: common.quarterOfYear(quarter, year),
      incomplete: period.incomplete === true || month % 3 !== 0
    })
  }
  return { ...control, periods: [...quarters.values()] }
}
