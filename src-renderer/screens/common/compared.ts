import type { ComparedRow } from '#engine/cohorts/compare/compare-cohorts.ts'

/** Two sets of people side by side. */
export interface Compared {
  readonly rows: readonly ComparedRow[]
  readonly left: ComparedSide
  readonly right: ComparedSide
}

/** One of two sets of people. */
export interface ComparedSide {
  readonly title: string
  readonly people: number
}
