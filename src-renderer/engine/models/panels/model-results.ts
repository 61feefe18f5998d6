import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import type { RiskPerson } from '../../risk/panels/risk-results.ts'
import type { ModelDrift } from '../scoring/model-drift.ts'

/** What is asked about a model. */
export interface ModelPanelParams {
  /** Predicted risk from which people are counted and listed. */
  readonly threshold: number
  readonly limit: number
  readonly revealed: boolean
}

/** A person with the predicted risk and what makes most of it. */
export interface ModelPersonRow extends RiskPerson {
  readonly risk: number
  readonly reasons: string
}

/** How a model did in one group. */
export interface ModelGroupRow {
  readonly key: string
  readonly label: string
  readonly examples: number
  readonly missing: string | undefined
  /** Events over predicted events. */
  readonly ratio: Figure
  readonly auc: Figure
}

/** A model over the people in view. */
export interface ModelPanel {
  readonly keyFigures: readonly KeyFigure[]
  readonly rows: readonly ModelPersonRow[]
  readonly total: number
  readonly divisions: readonly { readonly title: string; readonly groups: readonly ModelGroupRow[] }[]
  readonly drift: ModelDrift
  readonly provenance: Provenance
}

/** What one feature adds to the risk of one person. */
export interface ModelTerm {
  readonly title: string
  readonly text: string
  readonly value: string
  /** By how much it multiplies the odds; above 1 it raises the risk. */
  readonly odds: number
  /** Opens the rows that the value was read from. */
  readonly figure: Figure
}

/** Why a person has the predicted risk. */
export interface ModelPerson {
  readonly risk: number
  /** Of somebody with the mean of everything. */
  readonly baseRisk: number
  readonly terms: readonly ModelTerm[]
}
