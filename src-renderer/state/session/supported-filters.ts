import type { Summary } from '#engine/population/panels/results/summary-result.ts'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'

/**
 * The present filters that other data understand, too; some are on dimensions that no list offers.
 * @param summarize tells what the data offer; called where there are filters
 */
export async function supportedFilters(
  { asOf, filters }: Context,
  summarize: () => Promise<Pick<Summary, 'dimensions'>>,
  store: Pick<StoreApi, 'panel'>
): Promise<Filter[]> {
  const asked = (filter: Filter): Promise<boolean> =>
    store.panel('summary', { asOf, filters: [filter] }, {}).then(
      () => true,
      () => false
    )
  if (filters.length === 0) return []
  const { dimensions } = await summarize()
  const understood: Filter[] = []
  for (const filter of filters)
    if (dimensions.some(({ id }) => id === filter.dimension) || (await asked(filter))) understood.push(filter)
  return understood
}
