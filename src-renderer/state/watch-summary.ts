import type { Summary } from '#engine/population/panels/results/summary-result.ts'
import type { App } from './app.ts'
import { createQuery, type QueryState } from './query/query.svelte.ts'

/**
 * Follows the summary with every dimension that there is now: measures, plans, providers and cohorts come after the load.
 * Call it while a component is set up.
 */
export function watchSummary({
  store,
  panels,
  context,
  measures
}: Pick<App, 'store' | 'panels' | 'context' | 'measures'>): QueryState<Summary> {
  return createQuery({
    key: () => `${panels.generation}|${context.key}|${measures.version}`,
    ask: () => store.panel('summary', context.value, {}),
    nothing: () => panels.generation <= 0
  })
}
