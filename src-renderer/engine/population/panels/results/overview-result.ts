import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { Day, RowSelector } from '../../../base/figures/filter.ts'
import type { Funnel } from './funnel-result.ts'
import type { Breakdown, ChartedMonths, KeyFigure, Series } from './shapes.ts'

/** Who is in view, how they are insured and treated, and what they have. */
export interface OverviewPanel {
  readonly keyFigures: readonly KeyFigure[]
  readonly pyramid: {
    readonly bands: readonly {
      readonly label: string
      readonly female: Figure
      readonly male: Figure
      readonly other: Figure
    }[]
    readonly provenance: Provenance
  }
  /** payer, practice, race, ethnicity */
  readonly breakdowns: readonly Breakdown[]
  readonly conditions: {
    /** They are those of claims, because the data hold no Condition. */
    readonly isByClaims: boolean
    readonly rows: readonly {
      readonly code: string
      readonly system: string
      readonly label: string
      readonly figure: Figure
    }[]
    readonly provenance: Provenance
  }
  readonly chronic: {
    readonly rows: readonly {
      readonly id: string
      readonly label: string
      readonly figure: Figure
      readonly yearAgo: Figure
    }[]
    readonly provenance: Provenance
  }
  /** One series per encounter class, by month, last 36 months up to the as-of date. */
  readonly encounters: { readonly series: readonly Series[]; readonly provenance: Provenance }
  /** Rows by resource table and month, last 36 months. `counts[type][month]`. */
  readonly coverage: {
    readonly months: readonly { readonly at: Day; readonly label: string }[]
    readonly types: readonly {
      readonly table: string
      readonly label: string
      readonly counts: readonly Figure[]
      readonly lastDay: Day | undefined
    }[]
    readonly provenance: Provenance
  }
}

/** One indicator of one practice on a control chart of counts, in the unit of the figure. */
export interface SignalRow extends ChartedMonths {
  readonly id: string
  readonly indicator: string
  /** Whom the indicator is about, e.g. "Diabetes". */
  readonly about: string
  /** Name of the practice, or "all practices". */
  readonly group: string
  /** On which side of the mean things are better. */
  readonly better: 'above' | 'below'
  /** The last complete month with something to count, and its figure. */
  readonly month: string
  readonly figure: Figure
  /** The smallest number that is not 0 of what a month counts, of whom, and of who is left: mean, limits and line tell it. */
  readonly smallest: number | undefined
  /** Who is behind it, for action. */
  readonly people: { readonly title: string; readonly rows: RowSelector }
}

/** Indicators that left their usual range in the last complete months. */
export interface SignalsPanel {
  /** Strongest evidence first. */
  readonly rows: readonly SignalRow[]
  /** False signals that chance alone gives on average on all charts together, where nothing changed. */
  readonly expectedFalse: number
  readonly funnels: readonly Funnel[]
}
