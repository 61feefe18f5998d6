import type { AvoidablePanel } from './avoidable-result.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { Breakdown, BreakdownRow, KeyFigure, ResourceRef } from '../../population/panels/results/shapes.ts'
import type { HccSegment } from '../model/hcc-definition.ts'
import type { RisingWindow } from '../lists/rising-risk.ts'
import type { ScoreItem } from '../discharge/point-score.ts'

/** One index with one set of weights, over the people in view. */
export interface IndexResult {
  readonly id: string
  readonly title: string
  readonly weights: string
  /** Why there is no score, in words for a sentence. */
  readonly missing: string | undefined
  readonly mean: Figure
  readonly bands: readonly BreakdownRow[]
  readonly groups: readonly {
    readonly id: string
    readonly title: string
    readonly points: number
    readonly people: Figure
    readonly share: Figure
  }[]
  readonly provenance: Provenance
}

/** Two chronic conditions that come together. */
export interface ConditionPair {
  readonly first: { readonly id: string; readonly title: string }
  readonly second: { readonly id: string; readonly title: string }
  readonly people: Figure
  readonly expected: number
  /** Observed over expected. */
  readonly lift: Figure
}

/** Conditions with the pairs that come together more often than by chance. */
interface ConditionNetwork {
  readonly conditions: readonly { readonly id: string; readonly title: string; readonly people: Figure }[]
  /** Pairs whose interval of the lift lies above 1, the most frequent first. */
  readonly links: readonly {
    readonly first: string
    readonly second: string
    readonly people: Figure
    readonly lift: Figure
  }[]
  /** Pairs that anybody has: one of 40 would lie above 1 by chance alone. */
  readonly compared: number
}

/** Scores of a score at discharge, by band. */
export interface DischargeBandRow {
  readonly value: string
  readonly label: string
  readonly discharges: number
  readonly people: Figure
  /** Share of these discharges that were followed by an unplanned readmission. */
  readonly readmitted: Figure
}

/** One of the scores at discharge. */
export interface DischargeResult {
  readonly id: 'lace' | 'hospital'
  readonly title: string
  readonly bands: readonly DischargeBandRow[]
  /** All discharges, with a score or without. Who was discharged with scores of several bands is in each of them. */
  readonly discharges: Figure
  /** Discharges without a score. */
  readonly missing: number
  /** What is missing most often, in words. */
  readonly reasons: readonly { readonly text: string; readonly discharges: number }[]
  readonly provenance: Provenance
}

/** Comorbidity, frailty and chronic conditions of the people in view. */
export interface RiskSummaryPanel {
  readonly keyFigures: readonly KeyFigure[]
  readonly indices: readonly IndexResult[]
  readonly tiers: Breakdown & { readonly provenance: Provenance }
  readonly pairs: readonly ConditionPair[]
  readonly network: ConditionNetwork
  readonly pairsProvenance: Provenance
  readonly discharges: readonly DischargeResult[]
  /** How many diagnoses have a code of ICD-10. */
  readonly coded: { readonly diagnoses: number; readonly coded: number }
}

/** A person in a list of risk. */
export interface RiskPerson {
  readonly patient: number
  readonly id: string
  /** Masked unless revealed. */
  readonly name: string
  readonly age: number | undefined
  readonly sex: string
}

/** People with the highest cost, and people whose risk rises. */
export interface RiskListsPanel {
  readonly highCost: {
    /** Why there is no list, in words for a sentence. */
    readonly missing: string | undefined
    readonly total: number
    readonly people: Figure
    readonly share: Figure
    readonly rows: readonly (RiskPerson & { readonly cost: number; readonly drivers: string })[]
    readonly drivers: readonly {
      readonly kind: string
      readonly label: string
      /** US dollars paid. */
      readonly figure: Figure
      readonly people: number
    }[]
    readonly provenance: Provenance
  }
  readonly rising: {
    readonly window: RisingWindow
    readonly total: number
    readonly people: Figure
    readonly severalReasons: Figure
    readonly rows: readonly (RiskPerson & { readonly reasons: readonly string[] })[]
    readonly provenance: Provenance
  }
}

/** A record behind a row. */
export interface RiskEvidence {
  readonly text: string
  readonly day: Day
  readonly source: ResourceRef
}

/** A category that somebody may have, with what says so. */
export interface HccOpenRow extends RiskPerson {
  readonly hcc: number
  readonly label: string
  readonly rule: string
  readonly evidence: readonly RiskEvidence[]
}

/** CMS-HCC scores of the people in view, by segment and category. */
export interface HccPanel {
  readonly model: { readonly id: string; readonly title: string; readonly text: string }
  readonly serviceYear: number
  readonly paymentYear: number
  readonly basis: string
  /** Why nobody has a score, in words for a sentence. */
  readonly missing: string | undefined
  readonly keyFigures: readonly KeyFigure[]
  readonly segments: readonly {
    readonly value: HccSegment
    readonly label: string
    readonly people: Figure
    readonly mean: Figure
  }[]
  readonly categories: readonly {
    readonly hcc: number
    readonly label: string
    readonly people: Figure
    readonly share: Figure
    /** People for whom the year so far does not have it. */
    readonly open: Figure
  }[]
  readonly notScored: readonly { readonly text: string; readonly people: number }[]
  readonly assumed: readonly { readonly text: string; readonly people: number }[]
  readonly recapture: { readonly total: number; readonly rows: readonly HccOpenRow[]; readonly provenance: Provenance }
  readonly suspects: { readonly total: number; readonly rows: readonly HccOpenRow[]; readonly provenance: Provenance }
  readonly provenance: Provenance
}

/** The risk of one person, with the codes behind it. */
export interface PersonRiskPanel {
  readonly indices: readonly {
    readonly id: string
    readonly title: string
    readonly score: number | undefined
    readonly missing: string | undefined
    readonly band: string
    readonly groups: readonly { readonly title: string; readonly points: number; readonly codes: readonly string[] }[]
    readonly provenance: Provenance
  }[]
  readonly hcc: readonly {
    readonly model: string
    readonly serviceYear: number
    readonly raw: number | undefined
    readonly payment: number | undefined
    readonly missing: string | undefined
    readonly segment: string
    readonly assumed: readonly string[]
    readonly factors: readonly {
      readonly id: string
      readonly label: string
      readonly coefficient: number
      readonly codes: readonly string[]
    }[]
    readonly provenance: Provenance
  }[]
  readonly discharge:
    | {
        readonly day: Day
        readonly scores: readonly {
          readonly title: string
          readonly points: number | undefined
          readonly range: readonly [number, number]
          readonly items: readonly ScoreItem[]
          readonly provenance: Provenance
        }[]
      }
    | undefined
}

/** Panels of risk with their parameters and results. */
export interface RiskPanels {
  readonly summary: { readonly params: Record<string, never>; readonly result: RiskSummaryPanel }
  readonly avoidable: { readonly params: Record<string, never>; readonly result: AvoidablePanel }
  readonly lists: {
    readonly params: { readonly window: RisingWindow; readonly limit: number; readonly revealed: boolean }
    readonly result: RiskListsPanel
  }
  readonly hcc: {
    readonly params: {
      readonly model: string
      /** The year before that of the date, or its own so far. */
      readonly year: 'before' | 'now'
      readonly limit: number
      readonly revealed: boolean
    }
    readonly result: HccPanel
  }
  readonly person: { readonly params: { readonly patient: number }; readonly result: PersonRiskPanel }
}

/** Name, question and answer of a panel about risk. */
export type RiskPanelName = keyof RiskPanels
export type RiskPanelParams<N extends RiskPanelName> = RiskPanels[N]['params']
export type RiskPanelResult<N extends RiskPanelName> = RiskPanels[N]['result']
