import { stateMessages as m } from '#messages/state.ts'
import { toWireError } from '#shared/app-error.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import type { SettingsState } from './settings.svelte.ts'

const MB = 1024 * 1024

/** The memory that one population may use. A larger population is divided into parts on the disk. */
export class PopulationMemory {
  readonly #settings: SettingsState
  readonly #store: Pick<StoreApi, 'setMemory'>
  readonly #toasts: Toasts
  /** Bytes that this computer has. */
  readonly machine: number

  constructor(settings: SettingsState, store: Pick<StoreApi, 'setMemory'>, toasts: Toasts, machine: number) {
    this.#settings = settings
    this.#store = store
    this.#toasts = toasts
    this.machine = machine
  }

  /** Bytes without a choice of the user: half of what this computer has. */
  get automatic(): number {
    return Math.floor(this.machine / 2)
  }

  /** Bytes that the next population may use. */
  get budget(): number {
    const { memoryMegabytes } = this.#settings.value
    return memoryMegabytes === 0 ? this.automatic : memoryMegabytes * MB
  }

  /** Uses as much as is set, from the next population on. */
  async apply(): Promise<void> {
    try {
      await this.#store.setMemory(this.budget)
    } catch (error) {
      this.#toasts.show(m.theMemoryForAPopulationWas(toWireError(error).message), {
        kind: 'failed'
      })
    }
  }

  /** @param megabytes 0 for half of what this computer has */
  async set(megabytes: number): Promise<void> {
    await this.#settings.set({ memoryMegabytes: megabytes })
    await this.apply()
  }
}
