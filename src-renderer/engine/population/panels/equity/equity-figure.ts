import type { Definition, Figure, Provenance, Unit } from '../../../base/figures/figure.ts'
import type { Bitset } from '../../../base/kernels/bitset.ts'
import type { Day, Filter } from '../../../base/figures/filter.ts'
import type { RatioSums } from '../../../base/stats/ratio-interval.ts'
import type { View } from '../base/view.ts'
import type { EquityKind } from '../results/equity-result.ts'

/** What each person of a shard adds to a figure, by number, whoever is in view. All are whole numbers, so that their sums over shards are exact. */
export interface PersonAmounts {
  /** Cases, events, or units of money. */
  readonly parts: ArrayLike<number>
  /** What these are counted over: people, stays, days or months; 0 for people who do not count. */
  readonly over: ArrayLike<number>
  /** More that is added up, e.g. claims. */
  readonly more?: readonly ArrayLike<number>[]
}

/** The sums of some people, in the units that the figure is shown in. */
export interface EquitySums {
  /** Events, cases or dollars, and people, stays, years or months. */
  readonly parts: number
  readonly over: number
  /** How many people they are of. */
  readonly people: number
  readonly more: readonly number[]
  /** Sums of squares over people, for intervals of means and for how much more events vary than those of different people. */
  readonly sums: RatioSums
}

/** A figure that can be divided among groups of people. */
export interface EquityFigure {
  readonly kind: EquityKind
  readonly unit: Unit
  readonly direction: 'increase' | 'decrease' | undefined
  readonly definition: Definition
  /** Why it cannot be computed, within a sentence. */
  readonly missing: string | undefined
  /** The people may have several cases each. */
  readonly hasRepeats: boolean
  /** Date of the groups, and of the filters of the people. */
  readonly date: Day
  /** The data reach back over all that the figure looks at. */
  readonly isWhole: boolean
  /** Its people are asked for by this view. */
  readonly view: View
  /** How many units of `parts` and `over` make one of what is shown. */
  readonly perPart: number
  readonly perOver: number
  /** Whose amounts count in a shard. */
  people(shard: View): Bitset
  /** The same whatever the filters are, so that they are prepared once. */
  amounts(shard: View): PersonAmounts
  /** @param more filters besides those of the view: those of a group, or none for everybody */
  figureOf(sums: EquitySums, more: readonly Filter[], provenance: Provenance): Figure
}
