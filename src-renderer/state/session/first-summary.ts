import type { DataExtent, Summary } from '#engine/population/panels/results/summary-result.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import { today } from '../navigation/today.ts'

/** Which data they are and how far they reach: all that has to be known before the first screen is shown. */
export function dataExtent(store: Pick<StoreApi, 'panel'>): Promise<DataExtent> {
  return store.panel('extent', { asOf: today(), filters: [] }, {})
}

/** Everybody as of the last day with data. */
export function firstSummary(
  store: Pick<StoreApi, 'panel'>,
  { lastDay }: Pick<DataExtent, 'lastDay'>
): Promise<Summary> {
  return store.panel('summary', { asOf: lastDay ?? today(), filters: [] }, {})
}
