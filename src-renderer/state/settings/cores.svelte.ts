import { stateMessages as m } from '#messages/state.ts'
import { toWireError } from '#shared/app-error.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { CoresInUse } from '#engine/population/threads/panel-cores.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import type { SettingsState } from './settings.svelte.ts'

/** The processor cores that panels are computed on. */
export class Cores {
  readonly #settings: SettingsState
  readonly #store: Pick<StoreApi, 'setCores' | 'cores'>
  readonly #toasts: Toasts
  #inUse = $state.raw<CoresInUse>({ inUse: 1, available: 1, reason: '' })

  constructor(settings: SettingsState, store: Pick<StoreApi, 'setCores' | 'cores'>, toasts: Toasts) {
    this.#settings = settings
    this.#store = store
    this.#toasts = toasts
  }

  /** As of the last {@link refresh}. */
  get inUse(): CoresInUse {
    return this.#inUse
  }

  async refresh(): Promise<void> {
    this.#inUse = await this.#store.cores()
  }

  /** Uses as many as are set. */
  async apply(): Promise<void> {
    try {
      await this.#store.setCores(this.#settings.value.cores)
      await this.refresh()
    } catch (error) {
      this.#toasts.show(m.theNumberOfCoresWasNot(toWireError(error).message), { kind: 'failed' })
    }
  }

  /** @param cores 0 for as many as make sense */
  async set(cores: number): Promise<void> {
    await this.#settings.set({ cores })
    await this.apply()
  }
}
