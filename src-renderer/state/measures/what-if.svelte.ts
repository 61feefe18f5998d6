/** What is tried out against a Stars table. Nothing of it changes the data. */
export class WhatIf {
  #table = $state('')
  #closures = $state.raw<Readonly<Record<string, number>>>({})
  #scores = $state.raw<Readonly<Record<string, number>>>({})
  #category = $state<number | undefined>()
  #by = $state('plan')
  #everybody = $state(false)

  /** Id of the table; '' for the first one. */
  get table(): string {
    return this.#table
  }

  /** People that are closed in thought, by code of the measure. */
  get closures(): Readonly<Record<string, number>> {
    return this.#closures
  }

  /** Scores that were typed in, by code. */
  get scores(): Readonly<Record<string, number>> {
    return this.#scores
  }

  /** Final adjustment category of the contract, from 1; undefined for no adjustment. */
  get category(): number | undefined {
    return this.#category
  }

  /** Dimension whose values are rated each. */
  get by(): string {
    return this.#by
  }

  /** Whether everybody is rated, not Medicare members alone. */
  get everybody(): boolean {
    return this.#everybody
  }

  setEverybody(everybody: boolean): void {
    this.#everybody = everybody
    this.#closures = {}
  }

  setTable(id: string): void {
    this.#table = id
    this.#closures = {}
    this.#category = undefined
  }

  setClosures(code: string, people: number): void {
    const { [code]: _, ...rest } = this.#closures
    this.#closures = people > 0 ? { ...rest, [code]: Math.round(people) } : rest
  }

  /** @param score `undefined` takes the measure of this computer again, or none */
  setScore(code: string, score: number | undefined): void {
    const { [code]: _, ...rest } = this.#scores
    this.#scores = score === undefined ? rest : { ...rest, [code]: score }
  }

  setCategory(category: number | undefined): void {
    this.#category = category
  }

  setBy(dimension: string): void {
    this.#by = dimension
  }

  /** Back to what the data say. */
  reset(): void {
    this.#closures = {}
    this.#scores = {}
    this.#category = undefined
  }
}
