import type { CheckResult } from '#engine/population/panels/results/checks-result.ts'
import type { App } from './app.ts'
import { createQuery, type QueryState } from './query/query.svelte.ts'

/** Follows what the data checks find in the loaded population; call it while a component is set up. */
export function watchChecks({ store, panels }: Pick<App, 'store' | 'panels'>): QueryState<readonly CheckResult[]> {
  return createQuery({
    key: () => String(panels.generation),
    ask: () => store.checks(),
    nothing: () => panels.generation <= 0
  })
}
