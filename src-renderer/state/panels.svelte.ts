import { untrack } from 'svelte'
import type { PanelName, PanelParams, PanelResult } from '#engine/panels/panel.ts'
import type { Context } from '#engine/selection/filter.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import type { StoreApi } from '../workers/protocol.ts'
import type { PopulationContext } from './context.svelte.ts'
import { nextTask } from './next-task.ts'
import { ResultCache } from './result-cache.ts'

const KEPT_RESULTS = 32
const SLOW_AFTER_MS = 300

/** A panel as a screen watches it. The old value stays while a new one is calculated. */
export interface PanelView<N extends PanelName> {
  readonly value: PanelResult<N> | undefined
  /** A calculation is under way. */
  readonly loading: boolean
  /** It has been under way for more than 300 ms: say "Calculating…". */
  readonly slow: boolean
  readonly error: WireError | undefined
  /** `value` belongs to an earlier context or parameter. */
  readonly stale: boolean
  /** Asks again after an error. */
  retry(): void
}

/** The one place that asks the store worker for panels, always with the present context. */
export class Panels {
  readonly #store: Pick<StoreApi, 'panel'>
  readonly #context: PopulationContext
  #generation = $state(0)
  readonly #cache = new ResultCache(KEPT_RESULTS)

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
    let value = $state.raw<PanelResult<N> | undefined>()
    let error = $state.raw<WireError | undefined>()
    let loading = $state(false)
    let slow = $state(false)
    let valueKey = $state('')
    let attempt = $state(0)
    const wantedKey = $derived(
      `${this.#generation}|${this.#context.key}|${JSON.stringify(params() ?? null)}|${attempt}`
    )
    let running = false
    let timer: ReturnType<typeof setTimeout> | undefined

    const calculate = async (): Promise<void> => {
      if (running) return
      running = true
      try {
        for (;;) {
          const asked = params()
          if (this.#generation <= 0 || asked === undefined) {
            if (this.#generation <= 0) value = undefined
            break
          }
          const key = wantedKey
          if (key === valueKey) break
          try {
            const result = await this.#ask(name, this.#context.value, asked)
            // A kept answer is there at once: it waits until the screen that asked is built.
            await nextTask()
            if (key === wantedKey) {
              value = result
              error = undefined
              valueKey = key
            }
          } catch (thrown) {
            if (key === wantedKey) {
              error = toWireError(thrown)
              valueKey = key
            }
          }
        }
      } finally {
        running = false
        loading = slow = false
        clearTimeout(timer)
      }
    }

    $effect(() => {
      const key = wantedKey
      untrack(() => {
        if (this.#generation > 0 && key !== valueKey && !running) {
          loading = true
          timer = setTimeout(() => (slow = true), SLOW_AFTER_MS)
        }
        void calculate()
      })
    })

    return {
      get value() {
        return value
      },
      get loading() {
        return loading
      },
      get slow() {
        return slow
      },
      get error() {
        return error
      },
      get stale() {
        return value !== undefined && valueKey !== wantedKey
      },
      retry: () => {
        attempt += 1
      }
    }
  }

  #ask<N extends PanelName>(name: N, context: Context, params: PanelParams<N>): Promise<PanelResult<N>> {
    // Revealed names are asked for afresh each time and not kept.
    if ('revealed' in params && params.revealed) return this.#store.panel(name, context, params)
    const key = JSON.stringify([this.#generation, name, context, params])
    return this.#cache.get(key, () => this.#store.panel(name, context, params))
  }
}
