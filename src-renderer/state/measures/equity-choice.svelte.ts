import type { EquityDimension } from '#engine/measures/results/equity-result.ts'

/** What the equity of a measure is looked at by. */
export class EquityChoice {
  /** Key of the rate; '' for the first one. */
  rate = $state('')
  /** Value of the group that others are compared with; undefined for the largest. */
  reference = $state<string>()
  /** Value of the group whose gap is followed over time. */
  group = $state<string>()
  #dimension = $state<EquityDimension>('race')

  get dimension(): EquityDimension {
    return this.#dimension
  }

  /** Groups of one dimension are none of another. */
  setDimension(dimension: EquityDimension): void {
    this.#dimension = dimension
    this.reference = undefined
    this.group = undefined
  }
}
