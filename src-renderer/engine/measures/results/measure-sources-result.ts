import type { Figure, Provenance } from '../../base/figures/figure.ts'

/** What each rate would be with one source of records alone. */
export interface MeasureSourcesPanel {
  readonly rows: readonly {
    /** Key of the rate. */
    readonly id: string
    readonly title: string
    readonly both: Figure
    readonly chart: Figure
    readonly claims: Figure
    /** People in the numerator who are in it with neither source alone, but with both. */
    readonly onlyTogether: Figure
  }[]
  readonly provenance: Provenance
}
