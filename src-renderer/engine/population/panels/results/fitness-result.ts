import type { Day } from '../../../base/figures/filter.ts'
import type { FeedGaps } from './data-quality-result.ts'

/** Some things, and those of them that are good. */
export interface GoodOfAll {
  readonly good: number
  readonly all: number
}

/** What a registry is told from. */
export interface RegistryInputs {
  /** Tables, and columns as `table.column`. */
  readonly reads: readonly string[]
  /** Coded diagnoses of the charts, and those of them with a code of a system that the registry has codes of. */
  readonly systems: GoodOfAll
}

/**
 * What the data are like, by the parts that figures read: everything but the data checks that the fitness of a figure rests
 * on. It is of all data and depends on neither date nor filters.
 */
export interface FitnessFacts {
  /** Tables that have rows, with the resource type of each. */
  readonly tables: Readonly<Record<string, { readonly type: string; readonly rows: number }>>
  /** Lines that were stored, by resource type. */
  readonly lines: Readonly<Record<string, GoodOfAll>>
  /** Rows by month of the last years, by table and, for claims, by payer; `payer` is '' for all rows of the table. */
  readonly feeds: readonly {
    readonly table: string
    readonly payer: string
    /** First days of months with rows. */
    readonly months: readonly { readonly month: Day; readonly rows: number }[]
  }[]
  readonly gaps: FeedGaps['rows']
  /** Months of the last twelve without any row, by table. */
  readonly empty: readonly { readonly table: string; readonly month: Day }[]
  /** By id. */
  readonly registries: Readonly<Record<string, RegistryInputs>>
  /** The living on the last day with data, and those about whom a dimension says something, by dimension. */
  readonly recorded: Readonly<Record<string, GoodOfAll>>
}
