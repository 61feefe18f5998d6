import type { Context, Filter } from '#engine/base/figures/filter.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import type { RiskPanelName, RiskPanelParams, RiskPanelResult } from '#engine/risk/panels/risk-results.ts'
import { isRiskDimension } from '#engine/risk/view/risk-names.ts'
import type { Store } from '#engine/store/model/store.ts'

/** The risk of a population, whose code and definitions are loaded when somebody first asks. */
export interface LazyRisk {
  definitions(): Promise<RiskDefinitions>
  panel<N extends RiskPanelName>(
    store: Store,
    registries: readonly Registry[],
    name: N,
    context: Context,
    params: RiskPanelParams<N>
  ): Promise<RiskPanelResult<N>>
  /** Makes the dimensions of risk known to a population before filters name them. */
  prepare(store: Store, registries: readonly Registry[], filters: readonly Filter[]): Promise<void>
}

/** Creates what the store worker asks; nothing is loaded yet. */
export function createLazyRisk(): LazyRisk {
  let loading: Promise<typeof import('./risk-code.ts')> | undefined
  const code = (): Promise<typeof import('./risk-code.ts')> => (loading ??= import('./risk-code.ts'))
  return {
    definitions: async () => (await code()).definitions,
    async panel(store, registries, name, context, params) {
      const { definitions, openRisk, runRiskPanel } = await code()
      return runRiskPanel(openRisk(store, registries, definitions), name, context, params)
    },
    async prepare(store, registries, filters) {
      if (!filters.some(({ dimension }) => isRiskDimension(dimension))) return
      const { definitions, openRisk } = await code()
      openRisk(store, registries, definitions)
    }
  }
}
