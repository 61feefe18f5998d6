import { civilFromDay, dayFromCivil } from '#engine/fhir/calendar.ts'
import type { BandSeries } from '#engine/panels/panel.ts'

/** Length of the periods on a control chart. */
export type ControlGrain = 'month' | 'quarter'

/**
 * A control by month or by quarter. Bands are counted at the end of a period, so a quarter is its last month; the
 * quarter that is under way is its latest month so far, marked as incomplete.
 * @param control by month
 */
export function atGrain(control: BandSeries, grain: ControlGrain): BandSeries {
  if (grain === 'month') return control
  const quarters = new Map<string, BandSeries['periods'][number]>()
  for (const period of control.periods) {
    const { year, month } = civilFromDay(period.at)
    const quarter = Math.ceil(month / 3)
    const ends = month % 3 === 0
    quarters.set(`${year}-${quarter}`, {
      ...period,
      at: dayFromCivil(year, quarter * 3 - 2, 1),
      label: `Q${quarter} ${year}`,
      incomplete: period.incomplete === true || !ends
    })
  }
  return { ...control, periods: [...quarters.values()] }
}
