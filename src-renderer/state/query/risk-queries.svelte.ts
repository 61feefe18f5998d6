import type { RiskPanelName, RiskPanelParams, RiskPanelResult } from '#engine/risk/panels/risk-results.ts'
import type { StoreApi } from '../../workers/store/protocol.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import type { PanelQueries } from './panels.svelte.ts'
import { createQuery, type QueryState } from './query.svelte.ts'
import { ResultCache } from './result-cache.ts'

const CACHED_RESULTS = 12

/** A panel of risk as a screen watches it. */
export type RiskPanelView<N extends RiskPanelName> = QueryState<RiskPanelResult<N>>

/** Asks the store worker for panels of risk, always with the present context. */
export class RiskQueries {
  readonly #store: Pick<StoreApi, 'riskPanel'>
  readonly #context: PopulationContext
  readonly #panels: Pick<PanelQueries, 'generation'>
  readonly #cache = new ResultCache(CACHED_RESULTS)

  constructor(
    store: Pick<StoreApi, 'riskPanel'>,
    context: PopulationContext,
    panels: Pick<PanelQueries, 'generation'>
  ) {
    this.#store = store
    this.#context = context
    this.#panels = panels
  }

  /**
   * Follows a panel; call it while a component is set up.
   * @param params read again whenever something in it changes; `undefined` asks for nothing
   */
  watch<N extends RiskPanelName>(name: N, params: () => RiskPanelParams<N> | undefined): RiskPanelView<N> {
    return createQuery({
      key: () => {
        const asked = params()
        return asked === undefined ? undefined : this.#key(name, asked)
      },
      ask: () => {
        const asked = params()
        if (asked === undefined) throw new TypeError('nothing is asked for')
        const ask = (): Promise<RiskPanelResult<N>> => this.#store.riskPanel(name, this.#context.value, asked)
        // Revealed names are asked for afresh each time and not cached.
        return 'revealed' in asked && asked.revealed ? ask() : this.#cache.get(this.#key(name, asked), ask)
      },
      nothing: () => this.#panels.generation <= 0
    })
  }

  #key<N extends RiskPanelName>(name: N, params: RiskPanelParams<N>): string {
    return `${this.#panels.generation}|${this.#context.key}|${name}|${JSON.stringify(params)}`
  }
}
