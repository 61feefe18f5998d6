import type { OverviewPartResults, PanelPart, PartName } from '#engine/population/panels/results/panel-part.ts'
import type { PanelName, PanelParams, PanelResult } from '#engine/population/panels/results/panel.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import { yieldToPaint } from '../feedback/yield-to-paint.ts'
import { createQuery, type QueryState } from './query.svelte.ts'
import { ResultCache } from './result-cache.ts'

const KEPT_RESULTS = 96

/** A panel as a screen watches it. */
export type PanelView<N extends PanelName> = QueryState<PanelResult<N>>

/** The one place that asks the store worker for panels, always with the present context. */
export class PanelQueries {
  readonly #store: Pick<StoreApi, 'panel'>
  readonly #context: PopulationContext
  #generation = $state(0)
  readonly #cache = new ResultCache(KEPT_RESULTS)
  readonly #resetListeners: (() => void)[] = []
  /** Questions without an answer. */
  readonly #asked = new Set<Promise<unknown>>()

  constructor(store: Pick<StoreApi, 'panel'>, context: PopulationContext) {
    this.#store = store
    this.#context = context
  }

  /** Number of the loaded population; 0 when there is none. Changes whenever other data are loaded. */
  get generation(): number {
    return this.#generation
  }

  /** Forgets every result because other data were loaded (`loaded`) or the data were closed. */
  reset(loaded: boolean): void {
    this.#cache.clear()
    this.#generation = loaded ? Math.abs(this.#generation) + 1 : -Math.abs(this.#generation)
    for (const listener of this.#resetListeners) listener()
  }

  /** Calls `listener` whenever other data are on the screens, or none: what was computed from them has to go. */
  onReset(listener: () => void): void {
    this.#resetListeners.push(listener)
  }

  /** Forgets every result because lists changed that panels of the same data rest on. */
  refresh(): void {
    this.#cache.clear()
    if (this.#generation > 0) this.#generation++
  }

  /** Forgets results that cohorts decide about: measures, which cohorts may name, have other results. */
  refreshCohorts(): void {
    this.#cache.clear()
    if (this.#context.filters.some(({ dimension }) => dimension.startsWith('cohort:'))) this.refresh()
  }

  /** Resolves when the screen that is being built has all answers that it asked for, or was refused them. */
  async settled(): Promise<void> {
    do {
      await yieldToPaint()
      await Promise.allSettled(this.#asked)
    } while (this.#asked.size > 0)
  }

  /** One result for the present context, for tables that load page by page. */
  fetch<N extends PanelName>(name: N, params: PanelParams<N>): Promise<PanelResult<N>> {
    return this.#ask(name, this.#context.value, params)
  }

  /**
   * Follows a panel; call it while a component is set up.
   * @param params read again whenever something in it changes; `undefined` asks for nothing
   */
  watch<N extends PanelName>(name: N, params: () => PanelParams<N> | undefined): PanelView<N> {
    return createQuery({
      key: () => {
        const asked = params()
        return asked === undefined ? undefined : `${this.#generation}|${this.#context.key}|${JSON.stringify(asked)}`
      },
      ask: () => {
        const asked = params()
        if (asked === undefined) throw new TypeError('nothing is asked for')
        return this.#ask(name, this.#context.value, asked)
      },
      nothing: () => this.#generation <= 0
    })
  }

  /** Follows a part of the overview. Each answers as soon as the columns that it reads are there. */
  watchOverview<P extends PartName<'overview'>>(part: P): QueryState<OverviewPartResults[P]> {
    const params: PanelParams<'part'> = { panel: 'overview', params: {}, part }
    // What a part answers is known by its name (`overviewPart`), which the type of a panel's result does not say.
    return this.watch('part', () => params) as QueryState<PanelPart> as QueryState<OverviewPartResults[P]>
  }

  #ask<N extends PanelName>(name: N, context: Context, params: PanelParams<N>): Promise<PanelResult<N>> {
    // Revealed names are asked for afresh each time and not kept.
    if ('revealed' in params && params.revealed) return this.#answer(name, context, params)
    const key = JSON.stringify([this.#generation, name, context, params])
    return this.#cache.get(key, () => this.#answer(name, context, params))
  }

  #answer<N extends PanelName>(name: N, context: Context, params: PanelParams<N>): Promise<PanelResult<N>> {
    const answer = this.#store.panel(name, context, params)
    const forget = (): void => void this.#asked.delete(answer)
    this.#asked.add(answer)
    answer.then(forget, forget)
    return answer
  }
}
