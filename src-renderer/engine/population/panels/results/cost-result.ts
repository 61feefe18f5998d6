import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { CostBasis } from '../../claims/claim-amounts.ts'
import type { ClaimPart } from '../../claims/service-types.ts'
import type { EnrollmentBasis } from '../../claims/covered-months.ts'
import type { Day } from '../../../base/figures/filter.ts'
import type { KeyFigure, Series } from './shapes.ts'

/** Cost per member per month by month of service. */
export interface CostTrend {
  readonly id: 'all' | 'medical' | 'pharmacy'
  readonly label: string
  /** What is known so far; months whose claims are not all in are incomplete. */
  readonly paid: Series
  /** What incomplete months will come to, from the last complete month on; empty where it cannot be told. */
  readonly expected: Series
}

/** How many claims are still to come. */
export interface RunOut {
  /** Last day on which a claim of the data became known; undefined where no claim says when. */
  readonly through: Day | undefined
  /** Share of what each month will come to that is known, of the months that are not complete; oldest first. */
  readonly open: readonly { readonly label: string; readonly share: number }[]
  /** No payer has enough claims that became known after the day of service, so that nothing tells what is still to come. */
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
  /** US dollars that the care of each of them cost at least. */
  readonly least: number
  /** Their share of the whole cost. */
  readonly cost: Figure
}

/** Claims of one kind in the months of the figures. */
export interface ClaimsSet {
  readonly id: string
  readonly label: string
  /** What it means that they are of this kind, after their number. */
  readonly about: string
  /** They are counted in the set before as well, e.g. those of an amount that is not known. */
  readonly isPart: boolean
  /** How many, which opens them. */
  readonly figure: Figure
  /** US dollars on the basis, of those whose amount is known. */
  readonly amount: number
}

/** How the claims of one payer came in: a chain-ladder lag triangle. */
export interface RunOutTriangle {
  readonly id: string
  /** As the lag triangle has it; undefined for all payers together. */
  readonly payer: number | undefined
  readonly part: ClaimPart | 'all'
  readonly label: string
  readonly claims: number
  /** People whose claims these are; all who are not in the data count as one. */
  readonly members: number
  /** Shares known by lag in months, from the month of service on; undefined where nothing tells. */
  readonly completion: readonly (number | undefined)[]
  readonly rows: readonly {
    readonly label: string
    /** Known by the end of each lag; shorter where the month is young. */
    readonly known: readonly number[]
    /** Of how many people's claims what was added at each lag is. */
    readonly people: readonly number[]
    /** What the month will come to; undefined where nothing tells. */
    readonly completed: number | undefined
    /** 95% interval of it; undefined where too few months tell. */
    readonly interval: readonly [low: number, high: number] | undefined
  }[]
}

/** What the data hold of claims. */
export interface ClaimsCost {
  readonly basis: CostBasis
  /** Which claims count and which do not, the counted ones first. */
  readonly sets: readonly ClaimsSet[]
  /** The months up to whose last the triangles are read, e.g. `Oct 2026`; no triangle where nothing tells. */
  readonly valuation: string
  readonly triangles: readonly RunOutTriangle[]
  /** Why there are no triangles, no payers and plans, or nobody by cost, in words for a sentence. */
  readonly missing: {
    readonly triangles: string | undefined
    readonly groups: string | undefined
    readonly concentration: string | undefined
  }
  /** The months that the figures are about, e.g. `Oct 2025 to Sep 2026`. */
  readonly period: string
  readonly enrollment: EnrollmentBasis
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
    readonly sets: Provenance
    readonly triangles: Provenance
  }
}

/** What care costs, of the people in view. */
export interface CostPanel {
  readonly keyFigures: readonly KeyFigure[]
  /** Undefined when the data hold no claims. */
  readonly claims: ClaimsCost | undefined
  /** Emergency visits and inpatient stays per 1,000 person-years by month. */
  readonly use: { readonly series: readonly Series[]; readonly provenance: Provenance }
}
