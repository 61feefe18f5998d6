import type { Summary } from '#engine/population/panels/results/summary-result.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import { today } from '../navigation/today.ts'

/** Everybody as of the last day with data. People are counted on a date, so the date has to be known first. */
export async function firstSummary(store: Pick<StoreApi, 'panel'>): Promise<Summary> {
  const asOf = today()
  const summary = await store.panel('summary', { asOf, filters: [] }, {})
  const { lastDay } = summary
  return lastDay === undefined || lastDay === asOf
    ? summary
    : store.panel('summary', { asOf: lastDay, filters: [] }, {})
}
