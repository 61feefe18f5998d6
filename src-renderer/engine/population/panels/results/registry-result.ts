import type { Citation, Definition, Figure, Provenance } from '../../../base/figures/figure.ts'
import type { BandSeries, GroupRow, KeyFigure, Series } from './shapes.ts'

/** What the key figures of a control are called after its id, in the order of `shares` of its bands. */
export const controlShareIds = ['goal', 'concern', 'none'] as const

/** One registry: its members, prevalence, incidence and control. */
export interface RegistryPanel {
  readonly id: string
  readonly title: string
  readonly definition: RegistryText
  readonly keyFigures: readonly KeyFigure[]
  /** By month, up to 36; crude and, where age and sex are known, standardized. */
  readonly prevalence: {
    readonly crude: Series
    readonly standardized: Series | undefined
    /** In sentences: since when and until when the records can be trusted. */
    readonly notes: readonly string[]
    readonly provenance: Provenance
  }
  /** New cases per 1,000 person-years by month or quarter. */
  readonly incidence: {
    readonly series: Series
    readonly standardized: Series | undefined
    /** Which of the two, and why. */
    readonly note: string
    readonly provenance: Provenance
  }
  /** Members by how the registry knows of them; undefined where no claim makes a member. */
  readonly sources:
    | {
        readonly rows: readonly GroupRow[]
        readonly provenance: Provenance
      }
    | undefined
  readonly controls: readonly BandSeries[]
  /** Prevalence, and for each control its best band(s), by age band, sex, race, ethnicity, payer and practice. */
  readonly strata: readonly {
    readonly id: string
    readonly title: string
    readonly overall: Figure
    readonly groups: readonly {
      readonly dimension: string
      readonly label: string
      readonly rows: readonly GroupRow[]
    }[]
    readonly provenance: Provenance
  }[]
  readonly comorbidity: {
    readonly labels: readonly { readonly id: string; readonly label: string }[]
    /** Lower triangle: `cells[i][j]`, j ≤ i. Diagonal: share of the registry's people. Others: observed ÷ expected. */
    readonly cells: readonly (readonly Figure[])[]
    readonly provenance: Provenance
  }
}

/** A registry's definition as the screen shows it. */
export interface RegistryText extends Definition {
  /** Criteria in plain words, in order. */
  readonly criteria: readonly string[]
  readonly codes: readonly {
    readonly system: string
    readonly code: string
    readonly display: string
    readonly match: 'exact' | 'prefix'
    readonly rows: number
  }[]
  readonly controls: readonly { readonly id: string; readonly title: string; readonly text: string }[]
  readonly sources: readonly Citation[]
}
