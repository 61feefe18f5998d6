import type { EquityDimension } from '#engine/population/panels/results/equity-result.ts'

/** Which figure is compared between groups, and by what. */
export class EquityChoice {
  /** Key of a rate, or of another figure as `equityList` names it; '' for the first one. */
  figure = $state('')
  /** Value of the group that others are compared with; undefined for the largest. */
  reference = $state<string>()
  /** Value of the group whose gap is followed over time. */
  group = $state<string>()
  #dimension = $state<EquityDimension>('race')

  get dimension(): EquityDimension {
    return this.#dimension
  }

  /** Each figure is compared with its largest group, unless another is chosen. */
  setFigure(key: string): void {
    this.figure = key
    this.reference = undefined
    this.group = undefined
  }

  /** Groups of one dimension are none of another. */
  setDimension(dimension: EquityDimension): void {
    this.#dimension = dimension
    this.reference = undefined
    this.group = undefined
  }
}
