import type { Route } from '../navigation/route.ts'
import { firstChoice, type WorklistChoice } from './worklist-choice.ts'

type GapsRoute = Extract<Route, { screen: 'gaps' }>

/** What the worklist shows. It stays while other screens are visited; an address that names rows shows exactly those. */
export class GapList {
  #choice = $state.raw<WorklistChoice>(firstChoice)
  #entry: number | undefined
  /** The choice is that of an address, and nothing was changed since. */
  #named = false

  get choice(): WorklistChoice {
    return this.#choice
  }

  /**
   * Follows the address.
   * @param entry number of the entry of the history: at one that was seen last, the choice stays as it was left
   */
  arrive({ rate, statuses }: GapsRoute, entry: number): void {
    if (this.#entry === entry) return
    this.#entry = entry
    if (rate !== undefined || statuses !== undefined) {
      this.#choice = {
        ...firstChoice,
        columns: this.#choice.columns,
        rates: rate === undefined ? [] : [rate],
        statuses: statuses ?? firstChoice.statuses
      }
      this.#named = true
    } else {
      const { columns } = this.#choice
      this.#choice = { ...(this.#named ? firstChoice : this.#choice), columns, rates: [] }
      this.#named = false
    }
  }

  /**
   * Changes the choice.
   * @returns the address of the choice where it is about another measure; call {@link stay} when it has been opened
   */
  change(changes: Partial<WorklistChoice>): GapsRoute | undefined {
    const before = this.#choice
    this.#choice = { ...before, ...changes }
    this.#named = false
    const { rates } = this.#choice
    if (rates.length === before.rates.length && rates.every((rate, index) => rate === before.rates[index]))
      return undefined
    const [rate] = rates
    return rate === undefined || rates.length > 1 ? { screen: 'gaps' } : { screen: 'gaps', rate }
  }

  /** The choice stays at an entry of the history that it made itself. */
  stay(entry: number): void {
    this.#entry = entry
  }
}
