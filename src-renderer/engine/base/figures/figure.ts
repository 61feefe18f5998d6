import type { Day, Filter, RowSelector } from './filter.ts'

/** What a figure is counted in; it decides how it is written. */
export type Unit =
  | 'people'
  | 'proportion'
  | 'per1000'
  | 'per1000PersonYears'
  | 'per1000MemberYears'
  | 'events'
  | 'usd'
  | 'ratio'
  | 'days'
  | 'stars'
  | 'number'

/** An interval estimate; `level` is 0.95 unless stated. */
export interface ConfidenceInterval {
  readonly low: number
  readonly high: number
  readonly level: number
  readonly method:
    | 'wilson'
    | 'exact-poisson'
    | 'compound-poisson'
    | 'newcombe'
    | 'katz'
    | 'byar'
    | 'fay-feuer'
    | 'ratio'
    | 'beta-binomial'
    | 'prediction'
    | 'mack'
    | 'delong'
    | 'wald'
    | 'wald-log'
    | 'recovered'
}

/** A published source. */
export interface Citation {
  readonly title: string
  readonly publisher: string
  readonly year?: number
  readonly url?: string
}

/** What a figure means. */
export interface Definition {
  readonly id: string
  readonly version: string
  readonly title: string
  /** In plain words: who is counted, over what time, by which rule. */
  readonly text: string
  /** How it came about here, where that is not the same everywhere: period, time zone, content, method. */
  readonly calculated?: string
  readonly sources: readonly Citation[]
  /** What it is in the registry of definitions; without a hash, the version in use. */
  readonly registered?: { readonly kind: 'measure' | 'registry'; readonly id: string; readonly hash?: string }
}

/** Where a figure comes from. Shared by the figures of one panel. */
export interface Provenance {
  readonly definition: Definition
  readonly snapshot: { readonly id: string; readonly label: string; readonly loadedAt: number }
  readonly asOf: Day
  readonly filters: readonly Filter[]
}

/** A number that answers for itself. `value` is undefined when it cannot be computed. */
export interface Figure {
  readonly value: number | undefined
  /** Why there is no value, in words for a sentence, where the data cannot tell it. */
  readonly missing?: string
  readonly unit: Unit
  readonly numerator?: number
  /** Unit of the numerator, where it is no count. */
  readonly numeratorUnit?: Unit
  readonly denominator?: number
  readonly interval?: ConfidenceInterval
  /** The rows behind it; undefined when there are none to open. */
  readonly rows?: RowSelector
  /** People it is about, where neither numerator nor denominator counts them. */
  readonly people?: number
  /**
   * The fewest people of a group that a weighted value is computed from, such as a rate standardized for age and sex: with all its
   * digits, and the other groups known, it tells them.
   */
  readonly fewest?: number
  /**
   * The fewest people whose value can be worked out from this one and those that are shown with it: the difference between its group
   * and one that contains it, or a month that a forecast continues.
   */
  readonly tells?: number
  /** How many rows that are, where it is neither the numerator nor the value: e.g. the people of a rate. */
  readonly opens?: number
  /** Instead of rows: the route of a screen that lists what was counted, e.g. `/gaps`. */
  readonly route?: string
  readonly provenance: Provenance
}
