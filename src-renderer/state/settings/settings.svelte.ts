import { stateMessages as m } from '#messages/state.ts'
import { defaultSettings, type Settings } from '#shared/settings-schema.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import { toWireError } from '#shared/app-error.ts'

/** What the user has set, kept by the services. */
export class SettingsState {
  readonly #transport: Transport
  readonly #toasts: Toasts
  /** As the services have them. */
  #stored = $state.raw<Settings>(defaultSettings)
  /** Counts up with each time that they were asked for, set or heard of. */
  #turn = 0
  /** The turn that {@link SettingsState.#stored} is of. */
  #storedIn = 0
  /** Changes on their way to the services, oldest first; each shows already. */
  #pending = $state.raw<readonly Partial<Settings>[]>([])
  readonly #value = $derived(
    this.#pending.reduce<Settings>((all, changes) => Object.assign({}, all, changes), this.#stored)
  )

  constructor(transport: Transport, toasts: Toasts) {
    this.#transport = transport
    this.#toasts = toasts
    transport.subscribe('settings.changed', (settings) => this.#take(++this.#turn, settings))
  }

  get value(): Settings {
    return this.#value
  }

  /** Whether a change is on its way to the services: it shows already and is not stored yet. */
  get saving(): boolean {
    return this.#pending.length > 0
  }

  /** Reads the settings once at the start. */
  async load(): Promise<void> {
    const turn = ++this.#turn
    this.#take(turn, await this.#transport.call('settings.get', undefined))
  }

  /**
   * Changes some settings. When they cannot be saved, a toast says so and they are as before; other changes stay.
   * @returns whether they were saved
   */
  async set(changes: Partial<Settings>): Promise<boolean> {
    this.#pending = [...this.#pending, changes]
    const turn = ++this.#turn
    try {
      this.#take(turn, await this.#transport.call('settings.set', changes))
      return true
    } catch (error) {
      this.#toasts.show(m.theSettingWasNotSaved(toWireError(error).message), { kind: 'failed' })
      return false
    } finally {
      this.#pending = this.#pending.filter((each) => each !== changes)
    }
  }

  /** What was asked for or heard of later is newer, whichever comes last. */
  #take(turn: number, settings: Settings): void {
    if (turn < this.#storedIn) return
    this.#storedIn = turn
    this.#stored = settings
  }
}
