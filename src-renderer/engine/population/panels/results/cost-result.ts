import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { EnrolmentBasis } from '../../selection/enrolment-dimension.ts'
import type { Day } from '../../../base/figures/filter.ts'
import type { KeyFigure, Series } from './shapes.ts'

/** Amounts paid per member per month by month of service. */
export interface CostTrend {
  readonly id: 'all' | 'medical' | 'pharmacy'
  readonly label: string
  /** What was paid so far; months whose claims are not all in are incomplete. */
  readonly paid: Series
  /** What incomplete months will come to, from the last complete month on; empty where it cannot be told. */
  readonly expected: Series
}

/** How many claims are still to come. */
export interface RunOut {
  /** Last day on which a claim of the data became known; undefined where no claim says when. */
  readonly through: Day | undefined
  /** Share of what will be paid that is already in, of the months that are not complete; oldest first. */
  readonly open: readonly { readonly label: string; readonly share: number }[]
  /** Every claim was made out on the day of its service, so that nothing tells what is still to come. */
  readonly unknown: boolean
}

/** A part of the cost with that of the year before. */
export interface CostPart {
  readonly id: string
  readonly label: string
  readonly figure: Figure
  readonly yearAgo: Figure
}

/** The cost of those who were members of one payer or plan. */
export interface CostGroup {
  readonly id: string
  readonly label: string
  readonly figure: Figure
  readonly memberMonths: number
}

/** The people with the highest cost. */
export interface CostShare {
  /** Share of all members, 0..1. */
  readonly share: number
  readonly people: Figure
  /** US dollars that at least were paid for each of them. */
  readonly least: number
  /** Their share of all that was paid. */
  readonly cost: Figure
}

/** What the data hold of claims. */
export interface ClaimsCost {
  /** The months that the figures are about, e.g. `Oct 2025 to Sep 2026`. */
  readonly period: string
  readonly basis: EnrolmentBasis
  readonly memberMonths: number
  readonly trends: readonly CostTrend[]
  readonly runOut: RunOut
  readonly services: readonly CostPart[]
  readonly payers: readonly CostGroup[]
  readonly plans: readonly CostGroup[]
  readonly concentration: {
    readonly members: number
    /** Shares of members and of cost, the most expensive first; from (0, 0) to (1, 1). */
    readonly curve: readonly (readonly [number, number])[]
    readonly shares: readonly CostShare[]
    readonly provenance: Provenance
  }
  readonly provenance: {
    readonly total: Provenance
    readonly services: Provenance
    readonly groups: Provenance
  }
}

export interface CostPanel {
  readonly keyFigures: readonly KeyFigure[]
  /** Undefined when the data hold no claims. */
  readonly claims: ClaimsCost | undefined
  /** Emergency visits and inpatient stays per 1,000 person-years by month. */
  readonly use: { readonly series: readonly Series[]; readonly provenance: Provenance }
}
