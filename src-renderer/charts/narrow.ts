import type { Filter } from '#engine/base/figures/filter.ts'
import type { PopulationContext } from '../state/navigation/context.svelte.ts'

/**
 * Narrows the population to what a mark stands for, in one step. A filter that already says exactly this is taken off
 * again.
 * @param add keep the values chosen before on the same dimension
 */
export function narrow(
  context: Pick<PopulationContext, 'filters' | 'filter' | 'setFilters' | 'remove'>,
  filters: readonly Filter[],
  add: boolean
): void {
  const [first, ...more] = filters
  if (first === undefined) return
  const has = (filter: Filter): boolean =>
    context.filters.some((each) => JSON.stringify(each) === JSON.stringify(filter))
  if (filters.every(has))
    context.setFilters(context.filters.filter((each) => !filters.some((filter) => filter.dimension === each.dimension)))
  else if (more.length === 0) context.filter(first, { add })
  else
    context.setFilters([
      ...context.filters.filter((each) => !filters.some((filter) => filter.dimension === each.dimension)),
      ...filters
    ])
}
