import { stateMessages as m } from '#messages/state.ts'
import { defaultSettings, type Settings } from '#shared/settings-schema.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import { toWireError } from '#shared/app-error.ts'

/** What the user has set, kept by the services. */
export class SettingsState {
  readonly #transport: Transport
  readonly #toasts: Toasts
  #value = $state.raw<Settings>(defaultSettings)
  #saving = 0

  constructor(transport: Transport, toasts: Toasts) {
    this.#transport = transport
    this.#toasts = toasts
    transport.subscribe('settings.changed', (settings) => (this.#value = settings))
  }

  get value(): Settings {
    return this.#value
  }

  /** Whether a change is on its way to the services: it shows already and is not stored yet. */
  get saving(): boolean {
    return this.#saving > 0
  }

  /** Reads the settings once at the start. */
  async load(): Promise<void> {
    this.#value = await this.#transport.call('settings.get', undefined)
  }

  /**
   * Changes some settings; takes them back and says so when they cannot be saved.
   * @returns whether they were saved
   */
  async set(changes: Partial<Settings>): Promise<boolean> {
    const before = this.#value
    this.#value = { ...before, ...changes }
    this.#saving += 1
    try {
      this.#value = await this.#transport.call('settings.set', changes)
      return true
    } catch (error) {
      this.#value = before
      this.#toasts.show(m.theSettingWasNotSaved(toWireError(error).message), { kind: 'failed' })
      return false
    } finally {
      this.#saving -= 1
    }
  }
}
