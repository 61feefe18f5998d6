import type { DataExtent, Summary } from '#engine/population/panels/results/summary-result.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import { dataExtent, firstSummary } from './first-summary.ts'

/** The summary of everybody in the data on the screens, which takes columns that the first screen does not wait for. */
export class EverybodySummary {
  readonly #store: Pick<StoreApi, 'panel'>
  readonly #panels: Pick<PanelQueries, 'settled'>
  #value = $state.raw<Summary | undefined>()
  /** Goes up with the data: what is read of those before is of no use then. */
  #data = 0

  constructor(store: Pick<StoreApi, 'panel'>, panels: Pick<PanelQueries, 'settled'>) {
    this.#store = store
    this.#panels = panels
  }

  /** `undefined` until it is calculated. */
  get value(): Summary | undefined {
    return this.#value
  }

  /** Other data come to the screens, or none. */
  forget(): void {
    this.#data++
    this.#value = undefined
  }

  /** Calculates it again, because the data offer something else. */
  async refresh(): Promise<void> {
    await this.#read(await dataExtent(this.#store))
  }

  /**
   * Calculates it for the first time: when the screen has its figures, so that what this asks for is answered first.
   * @param shown settles when the screen is built
   * @throws AppError when the data on the screens cannot be summarized
   */
  async follow(extent: DataExtent, shown: Promise<void>): Promise<void> {
    const data = this.#data
    await shown
    await this.#panels.settled()
    if (data === this.#data && this.#value === undefined) await this.#read(extent)
  }

  async #read(extent: DataExtent): Promise<void> {
    const data = this.#data
    try {
      const summary = await firstSummary(this.#store, extent)
      if (data === this.#data) this.#value = summary
    } catch (error) {
      // A worker that was ended by a lock or other data answers no more.
      if (data === this.#data) throw error
    }
  }
}
