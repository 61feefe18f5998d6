import type { ColumnTest, Day } from '../../base/figures/filter.ts'

/** What a feature is about; features are shown by it. */
export const featureGroups = ['stay', 'person', 'use', 'cost', 'condition', 'drug', 'result'] as const
/** One of {@link featureGroups}. */
export type FeatureGroup = (typeof featureGroups)[number]

/** What a feature is, apart from any data: part of a saved model. */
export interface FeatureDefinition {
  readonly id: string
  readonly title: string
  readonly group: FeatureGroup
  /** `flag`: 0 or 1. `log`: amounts, whose logarithm a regression sees. */
  readonly kind: 'number' | 'flag' | 'log'
  readonly unit: string
  /** How it is worked out, with the days that it looks at. */
  readonly text: string
}

/** Rows of a table behind a feature of one person, without the test of the person. */
export interface FeatureRows {
  readonly table: string
  readonly where: readonly ColumnTest[]
}

/** The stay that an index date follows. */
export interface IndexStay {
  readonly admitted: Day
  readonly discharged: Day
}

/** A feature of some data. */
export interface ModelFeature extends FeatureDefinition {
  /** Why nobody has a value, in words for a sentence. */
  readonly missing: string | undefined
  /**
   * The value of a person at the beginning of a day, from what could be known before; NaN where it is not known.
   * @param stay of models about a stay
   */
  read(patient: number, index: Day, stay: IndexStay | undefined): number
  /** The rows that it was read from. */
  rows?(patient: number, index: Day): FeatureRows
}
