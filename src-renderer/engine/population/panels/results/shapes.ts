import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { Day, Filter } from '../../../base/figures/filter.ts'
import type { BandSum } from '../../../base/privacy/suppress-bands.ts'
import type { CountChart, CountSignal } from '../../../base/stats/count-chart.ts'

/** A figure with a name, above the regions of a screen. */
export interface KeyFigure {
  readonly id: string
  readonly label: string
  readonly figure: Figure
  /** One line below the figure. */
  readonly note: string
  /** Up to 24 months, oldest first, for the sparkline; each as what it is of, so that small ones can be withheld. */
  readonly trend: readonly Figure[]
  /** Route to open in addition to the rows, e.g. `/registry/diabetes`. */
  readonly route?: string
}

/** One value of a dimension with its people. */
export interface BreakdownRow {
  readonly value: string
  readonly label: string
  readonly count: Figure
  /** Share of the people in view. */
  readonly share: Figure
}

/** A figure by the values of one dimension. */
export interface Breakdown {
  readonly dimension: string
  readonly label: string
  readonly rows: readonly BreakdownRow[]
}

/** A figure of one month or quarter. */
export interface SeriesPoint {
  /** First day of the month or quarter. */
  readonly at: Day
  readonly label: string
  readonly figure: Figure
  /** The period is not complete at the as-of date. */
  readonly incomplete?: boolean
}

/** Counts of complete months with something to count, oldest first, against what chance alone gives around a baseline. */
export interface ChartedMonths {
  readonly method: CountChart['method']
  /** Value of the baseline, in the unit of the points. */
  readonly mean: number
  /** Each month with its limits. */
  readonly points: readonly {
    readonly at: Day
    readonly label: string
    readonly value: number
    readonly lower: number
    readonly upper: number
  }[]
  /** Absent for ordinary variation. */
  readonly signal?: CountSignal
  /** Probability of the stronger of the two departures if nothing changed. */
  readonly probability: number
  /** Smallest change of the last six months that is found with a probability of 80%, in the unit of the points; undefined where nothing tells. */
  readonly detectable: number | undefined
}

/** A figure over time. */
export interface Series {
  readonly id: string
  readonly label: string
  readonly points: readonly SeriesPoint[]
}

/** A group on a dot-and-interval chart. */
export interface GroupRow {
  readonly group: string
  readonly label: string
  readonly figure: Figure
  /** The same, as if the group had the ages and sexes of all people that are compared. */
  readonly adjusted?: Figure
  /** People in the group (the denominator). */
  readonly people: number
  /** The filter that a click adds. */
  readonly filter: Filter
}

/** 100 % bars over time, e.g. A1c bands by quarter. */
export interface BandSeries {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly unit: string
  /** From best to worst, the last one is "not measured". */
  readonly bands: readonly { readonly id: string; readonly label: string; readonly tone: 'a' | 'b' | 'c' | 'd' | 'u' }[]
  /** Shares of several bands together that stand next to the bars, in this order: the goal, what calls for attention, without a result. */
  readonly shares: readonly BandSum[]
  readonly periods: readonly {
    readonly at: Day
    readonly label: string
    readonly figures: readonly Figure[]
    readonly incomplete?: boolean
  }[]
  readonly provenance: Provenance
}

/** The order of a list: by one of its columns. */
export interface Sort {
  readonly column: string
  readonly descending: boolean
}

/** Names a stored resource, for the raw viewer. */
export interface ResourceRef {
  readonly resourceType: string
  /** Row in the resource index. */
  readonly index: number
}
